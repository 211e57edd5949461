// What Exhibit says of a file. Rules: the two answers stay apart; no claim beyond what was checked.
export const verdict = {
  // `{when}` is the next phrase, or empty where the file does not say.
  'verdict.onDate': ' on {time}',
  'verdict.trusted':
    'Unchanged since {signer} sealed it{when}. The signer is trusted by this workstation (root: {root}).',
  'verdict.untrusted':
    'Unchanged since it was sealed{when} by a signer who calls himself {signer}. This workstation does not know that signer, so who sealed it is not proved.',
  'verdict.trustNotChecked':
    'Unchanged since it was sealed{when} by a signer who calls himself {signer}. Whether to trust that signer was not checked.',
  'verdict.expired':
    'Unchanged since it was sealed{when} by a signer who calls himself {signer}. The signer’s certificate had expired on {expiry} (today: {today}).',
  'verdict.notYetValid':
    'Unchanged since it was sealed{when} by a signer who calls himself {signer}. The signer’s certificate is only valid from {start} (today: {today}).',
  'verdict.revoked':
    'Unchanged since it was sealed{when} by a signer who calls himself {signer}. The signer’s certificate has been revoked, so who sealed it is not proved.',
  'verdict.noSigner':
    'Unchanged since it was sealed{when}. The seal names no signer, so who sealed it is not proved.',
  'verdict.noTime': 'The file does not say when it was sealed.',
  'verdict.judgedNow': 'The file does not say when it was sealed, so the certificate was judged for today.',
  'verdict.judgedGiven': 'The certificate was judged for {time}, as asked for.',
  'verdict.expiredSince': 'The certificate was valid then and has since expired, on {expiry}.',
  'verdict.revokedSince': 'The certificate was valid then and has since been revoked.',
  'verdict.earlierMatches': {
    one: 'An earlier seal, by {signers}, matches too.',
    other: '{count} earlier seals, by {signers}, match too.',
  },
  'verdict.tail': {
    one: '1 byte outside the seal, at offset {offset}, holds no video or sound (an index or free space).',
    other:
      '{count} bytes outside the seal, the first at offset {offset}, hold no video or sound (an index or free space).',
  },

  'verdict.broken': 'Changed after sealing, or sealed with another key.',
  'verdict.brokenOnly': 'The bytes do not match the signature of the only seal.',
  'verdict.brokenOne': 'The bytes do not match the signature of seal {seal} of {of}.',
  'verdict.brokenMany': 'The bytes do not match the signatures of seals {seals} of {of}.',
  'verdict.stillOne': 'Seal {seal} still matches.',
  'verdict.stillMany': 'Seals {seals} still match.',
  'verdict.laterOne': 'Seal {seal}, made later, matches the file as it is now.',
  'verdict.laterMany': 'Seals {seals}, made later, match the file as it is now.',

  'verdict.added': {
    one: 'Something was added after sealing: 1 byte at offset {offset}{what} is not covered by any seal.',
    other:
      'Something was added after sealing: {count} bytes at offset {offset}{what} are not covered by any seal.',
  },
  'verdict.addedMore': 'In all, {bytes} in {places} places are not covered.',
  'verdict.addedRest': 'What the seal covers is unchanged.',
  'verdict.brokenOther': 'The seals do not vouch for this file as it is. {reason}',

  'verdict.unsealed': 'No seal. Whether this file was changed cannot be told from the file.',
  'verdict.unsealedEmpty':
    'No seal: a seal was begun and never finished. Whether this file was changed cannot be told from the file.',
  'verdict.unsupported':
    'Sealed with an algorithm that this version cannot check ({algorithm}). Neither confirmed nor refuted.',
  'verdict.unsupportedOthers': 'Seal {seals} matches what it covers.',
  'verdict.unsupportedOthersMany': 'Seals {seals} match what they cover.',
  'verdict.unreadable': 'This file cannot be read, so nothing could be checked. {reason}',
  'verdict.notChecked': 'This file has not been checked yet.',

  'media.all': {
    one: 'The camera’s own signature confirms its only frame.',
    other: 'The camera’s own signature confirms all {count} frames.',
  },
  'media.partly': {
    one: 'The camera’s own signature confirms {verified} of {frames} frames. The last one comes after the last signature. None contradicts it.',
    other:
      'The camera’s own signature confirms {verified} of {frames} frames. The last {count} come after the last signature. None contradicts it.',
  },
  'media.missing': {
    one: 'The camera’s own signature confirms {verified} of {frames} frames. In one group of pictures something is missing. None contradicts it.',
    other:
      'The camera’s own signature confirms {verified} of {frames} frames. In {count} groups of pictures something is missing. None contradicts it.',
  },
  'media.bad': {
    one: 'The camera’s own signature contradicts the video: one of {groups} groups of pictures is not what the camera signed.',
    other:
      'The camera’s own signature contradicts the video: {count} of {groups} groups of pictures are not what the camera signed.',
  },
  'media.notCheckable': 'The video carries a signature of its camera that could not be checked.',
  'media.notSigned': 'The video carries no signature of its camera.',
  'media.track': 'Track {track}: {sentence}',
  'media.signerUnknown':
    'Which camera signed is not proved: its certificate leads to no root that this workstation trusts.',
  'media.signerExpired': 'The camera’s certificate had expired.',

  'notChecked.sentence': 'Not checked: {list}.',
  'notChecked.trust': 'who the signer is',
  'notChecked.revocation': 'whether the certificate has been revoked',
  'notChecked.media-signing': 'the camera’s own signatures inside the video',
  'notChecked.unsupported-seal': 'the seal whose algorithm this version does not know',
  'notChecked.partial-file': 'the parts of the file that could not be read',
  'notChecked.clock': 'whether the clocks of camera and recorder were right',

  // Chips: one word each, and what it means.
  'chip.seal': 'Seal',
  'chip.signer': 'Signer',
  'chip.custody': 'Custody',
  'intact.intact': 'Intact',
  'intact.intact.why': 'The bytes match the signature of every seal.',
  'intact.broken': 'Broken',
  'intact.broken.why': 'The bytes do not match, or something stands outside the seal’s reach.',
  'intact.unsealed': 'No seal',
  'intact.unsealed.why': 'Whether the file was changed cannot be told from the file.',
  'intact.unsupported': 'Not checkable',
  'intact.unsupported.why': 'Sealed with an algorithm that this version does not know.',
  'intact.unreadable': 'Unreadable',
  'intact.unreadable.why': 'The file cannot be read, so its seals cannot be checked.',
  'intact.not-checked': 'Not checked',
  'intact.not-checked.why': 'The seals of this file have not been checked yet.',
  'trust.trusted': 'Trusted',
  'trust.trusted.why':
    'The certificate leads to a root that this workstation trusts, and was valid at the time that counts.',
  'trust.untrusted': 'Unknown signer',
  'trust.untrusted.why': 'The certificate leads to no root that this workstation trusts.',
  'trust.expired': 'Expired',
  'trust.expired.why': 'The certificate had expired at the time that counts.',
  'trust.not-yet-valid': 'Not yet valid',
  'trust.not-yet-valid.why': 'The certificate was not yet valid at the time that counts.',
  'trust.revoked': 'Revoked',
  'trust.revoked.why': 'The certificate has been revoked.',
  'trust.not-checked': 'Not checked',
  'trust.not-checked.why': 'Whether to trust the signer was not checked.',
  'trust.none': 'No signer',
  'trust.none.why': 'There is no seal, so nobody signed.',
  'trust.unproved': 'Not proved',
  'trust.unproved.why':
    'The signature does not speak for the file as it is, so the certificate in it proves nothing about who made it.',
  'custody.complete': 'Complete',
  'custody.complete.why': 'Every entry of the ledger about this item matches the file in the vault.',
  'custody.mismatch': 'Mismatch',
  'custody.mismatch.why': 'The file in the vault is not the one that the ledger speaks of.',
  'custody.not-checked': 'Not checked',
  'custody.not-checked.why': 'The file in the vault has not been compared with the ledger in this session.',
  'seal.intact': 'Intact',
  'seal.broken': 'Broken',
  'seal.unsupported': 'Not checkable',
  'seal.empty': 'Never finished',
} as const
