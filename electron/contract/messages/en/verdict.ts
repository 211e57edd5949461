// What Exhibit says of a file. Rules: the two answers stay apart; no claim beyond what was checked.
export const verdict = {
  // `{when}` is one of the next two phrases, or empty where the file does not say.
  'verdict.onDate': ' on {time}',
  'verdict.claimedDate': ' (dated {time} by its own statement)',
  'verdict.exportClaim': 'The file says that it was exported on {time}.',
  'verdict.trusted': 'Unchanged since {signer} sealed it{when}.',
  'verdict.trustedBy.workstation': 'The signer is trusted by this workstation (root: {root}).',
  'verdict.trustedBy.case': 'The signer is trusted in this case, not by this workstation (root: {root}).',
  'verdict.trustedBy.elsewhere':
    'The signer was trusted when that was last judged (root: {root}); that root is not held here now.',
  'verdict.trustedThen':
    'The signer was trusted at the time that counts (root: {root}); for today the answer is “{today}”.',
  'verdict.untrusted': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.untrusted.signer': 'This workstation does not know that signer, so who sealed it is not proved.',
  'verdict.untrustedPath': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.untrustedPath.signer':
    'His certificate leads to a root that is trusted here, but not in a way that can be relied on: {reason} So who sealed it is not proved.',
  // `{weak}` is the message after it.
  'verdict.weak': 'The bytes match the seal of a signer who calls himself {signer}.',
  'verdict.weakSeal': 'The seal uses an algorithm or key that is too weak to rely on: {details}',
  'verdict.weakOne': 'Seal {seal} of {of} uses an algorithm or key that is too weak to rely on: {details}',
  'verdict.weakMany': 'Seals {seals} of {of} use algorithms or keys that are too weak to rely on: {details}',
  'verdict.trustNotChecked': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.trustNotChecked.signer': 'Whether to trust that signer was not checked.',
  'verdict.expired': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.expired.signer': 'The signer’s certificate had expired on {expiry} (today: {today}).',
  'verdict.expiredPath': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.expiredPath.signer': 'A certificate that the signer’s rests on had expired (today: {today}).',
  'verdict.notYetValid': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.notYetValid.signer': 'The signer’s certificate is only valid from {start} (today: {today}).',
  'verdict.notYetValidPath': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.notYetValidPath.signer':
    'A certificate that the signer’s rests on was not yet valid (today: {today}).',
  'verdict.revoked': 'Unchanged since it was sealed by a signer who calls himself {signer}.',
  'verdict.revoked.signer': 'The signer’s certificate has been revoked, so who sealed it is not proved.',
  'verdict.noSigner': 'Unchanged since it was sealed.',
  'verdict.noSigner.signer': 'The seal names no signer, so who sealed it is not proved.',
  'verdict.noTime': 'The file does not say when it was sealed.',
  'verdict.noTimeLater': 'The file does not say when its last seal was made.',
  'verdict.judgedNow': 'The file does not say when it was sealed, so the certificate was judged for today.',
  'verdict.judgedNowLater':
    'The file does not say when its last seal was made, so the certificate was judged for today.',
  'verdict.judgedRecording': 'The certificate was judged for the time of the recording, {time}.',
  'verdict.judgedGiven': 'The certificate was judged for {time}, as asked for.',
  // `{what}` is one of the four after it.
  'verdict.dateClaimed': 'The date is the signer’s own statement; {what}.',
  'verdict.sinceThen': 'Since then {what}.',
  'verdict.since.expired': 'the certificate has expired, on {expiry}',
  'verdict.since.revoked': 'the certificate has been revoked',
  'verdict.since.other': 'for today the answer about the signer is “{today}”',
  'verdict.earlierMatches': {
    one: 'An earlier seal, by {signers}, matches too.',
    other: '{count} earlier seals, by {signers}, match too.',
  },
  'verdict.tail': {
    one: '1 byte lies outside the seal, at offset {offset}, in a box that players skip (an index or free space). None of the recording lies there.',
    other:
      '{count} bytes lie outside the seal, the first at offset {offset}, in boxes that players skip (an index or free space). None of the recording lies there.',
  },

  'verdict.broken': 'Changed after sealing, or sealed with another key.',
  'verdict.brokenOnly': 'The bytes do not match the signature of the only seal.',
  'verdict.brokenOne': 'The bytes do not match the signature of seal {seal} of {of}.',
  'verdict.brokenMany': 'The bytes do not match the signatures of seals {seals} of {of}.',
  // The seal itself is not as it should be; `{reason}` is its own sentence.
  'verdict.faultyOnly': 'Not proved to be unchanged: the only seal is faulty. {reason}',
  'verdict.faultyOne': 'Not proved to be unchanged: seal {seal} of {of} is faulty. {reason}',
  'verdict.faultyMany': 'Not proved to be unchanged: seals {seals} of {of} are faulty. {reason}',
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
  'verdict.unsealedSigned':
    'No seal over the file as a whole. What follows is said by the camera’s own signature, of the video alone.',
  'verdict.unsealedEmpty':
    'No seal. The place of the signature holds only zeros: signing was never finished, or the signature was removed. Whether this file was changed cannot be told from the file.',
  'verdict.unsupported':
    'Sealed with an algorithm that this version cannot check ({algorithm}). Neither confirmed nor refuted.',
  'verdict.unsupportedOthers': 'Seal {seals} matches what it covers.',
  'verdict.unsupportedOthersMany': 'Seals {seals} match what they cover.',
  'verdict.unreadable': 'This file cannot be read, so nothing could be checked. {reason}',
  'verdict.notChecked': 'This file has not been checked yet.',
  'trust.elsewhere': 'Not confirmed here',
  'trust.elsewhere.why':
    'It was found trusted by a root that is not held here now. This workstation does not confirm it.',
  'vault.otherFile':
    'The file in the vault is not the one that was taken in on {time}. What follows is said of the file that was found there.',
  'vault.lost':
    'The file that was taken in on {time} is not in the vault as it was: it is missing, cannot be read, or another file stands in its place. What follows may be said of another file.',

  'media.all': {
    one: 'The camera’s own signature confirms its only frame.',
    other: 'The camera’s own signature confirms all {count} frames.',
  },
  // Followed by what is said of the other frames, and by the last of these.
  'media.some': 'The camera’s own signature confirms {verified} of {frames} frames.',
  'media.pending': {
    one: 'The last one comes after the last signature.',
    other: 'The last {count} come after the last signature.',
  },
  'media.cut': {
    one: 'The first one cannot be checked: the file begins in the middle of its group of pictures.',
    other: 'The first {count} cannot be checked: the file begins in the middle of their group of pictures.',
  },
  'media.missing': {
    one: 'In one group of pictures something is missing.',
    other: 'In {count} groups of pictures something is missing.',
  },
  'media.missingFrames': {
    one: '{count} frame that was signed is not there.',
    other: '{count} frames that were signed are not there.',
  },
  'media.noneContradicts': 'None contradicts it.',
  'media.contradicted': 'The camera’s own signature contradicts the video.',
  'media.badOnly':
    'The camera’s own signature contradicts the video: its only group of pictures is not what the camera signed.',
  'media.bad': {
    one: 'The camera’s own signature contradicts the video: one of {groups} groups of pictures is not what the camera signed.',
    other:
      'The camera’s own signature contradicts the video: {count} of {groups} groups of pictures are not what the camera signed.',
  },
  'media.badRest': 'Of the others: {others}.',
  'groups.count.ok': { one: '{count} matches', other: '{count} match' },
  'groups.count.missing': { one: '{count} is incomplete', other: '{count} are incomplete' },
  'groups.count.bad': { one: '{count} contradicts', other: '{count} contradict' },
  'groups.count.open': { one: '{count} cannot be judged', other: '{count} cannot be judged' },
  'media.notCheckable': 'The video carries a signature of its camera that could not be checked.',
  'media.notSigned': 'The video carries no signature of its camera.',
  'media.notLookedFor':
    'Whether the video carries signatures of its camera was not checked: this version does not read them.',
  'media.track': 'Track {track}: {sentence}',
  'media.signerTrustedBy.workstation':
    'The camera’s certificate is trusted by this workstation (root: {root}).',
  'media.signerTrustedBy.case':
    'The camera’s certificate is trusted in this case, not by this workstation (root: {root}).',
  'media.signerTrustedBy.elsewhere':
    'The camera’s certificate was trusted when that was last judged (root: {root}); that root is not held here now.',
  'media.signerTrustedThen':
    'The camera’s certificate was trusted at the time that counts (root: {root}); for today the answer is “{today}”.',
  'media.signerUnknown':
    'Which camera signed is not proved: its certificate leads to no root that is trusted here.',
  'media.signerPath':
    'Which camera signed is not proved: its certificate leads to a root that is trusted here, but not in a way that can be relied on. {reason}',
  'media.signerKeyOnly':
    'Which camera signed is not proved: the video brings the camera’s key, but no certificate that says whose it is.',
  'media.signerNotChecked':
    'Which camera signed is not proved: whether to trust its certificate was not checked.',
  'media.signerExpired': 'The camera’s certificate had expired on {expiry} (today: {today}).',
  'media.signerExpiredPath': 'A certificate that the camera’s rests on had expired (today: {today}).',
  'media.signerNotYetValid':
    'The camera’s certificate, or one that it rests on, was not yet valid (today: {today}).',
  'media.signerRevoked': 'The camera’s certificate has been revoked, so which camera signed is not proved.',

  'notChecked.sentence': 'Not checked: {list}.',
  'notChecked.trust': 'who the signer is',
  'notChecked.revocation': 'whether the certificate has been revoked',
  'notChecked.media-signing': 'the camera’s own signatures inside the video',
  'notChecked.unsupported-seal': 'the seal whose algorithm this version does not know',
  'notChecked.partial-file': 'the parts of the file that could not be read',
  'notChecked.seal-time': 'whether the seal was made at the time that the file states',
  'notChecked.clock': 'whether the clocks of camera and recorder were right',
  'notChecked.clockCompared':
    'whether the recorder’s clock was as wrong during the recording as when it was compared',

  // Chips: one word each, and what it means.
  'chip.seal': 'Seal',
  'chip.signer': 'Signer',
  'chip.custody': 'Custody',
  'chip.media': 'Video',
  'mediaChip.authentic': 'Matches',
  'mediaChip.andKey': '{pictures}, key: {key}',
  'mediaChip.authentic.why': 'Every group of pictures that a signature speaks of matches it.',
  'mediaChip.authentic-with-missing': 'Incomplete',
  'mediaChip.authentic-with-missing.why':
    'What is there matches the signatures inside the video, but something that was signed is missing.',
  'mediaChip.not-authentic': 'Contradicted',
  'mediaChip.not-authentic.why':
    'A group of pictures, or a signature inside the video, is not what the camera made.',
  'mediaChip.not-checkable': 'Not checked',
  'mediaChip.not-checkable.why': 'Signatures inside the video were not checked, or could not be.',
  'mediaChip.not-signed': 'Not signed',
  'mediaChip.not-signed.why': 'The video carries no signature of its camera.',
  'intact.intact': 'Intact',
  'intact.intact.why': 'The bytes match the signature of every seal.',
  'intact.weak': 'Intact, weak',
  'intact.weak.why':
    'The bytes match the signature of every seal, but an algorithm or key is too weak to rely on.',
  'intact.broken': 'Broken',
  'intact.broken.why':
    'The bytes do not match, the seal is faulty, or something stands outside the seal’s reach.',
  'intact.added': 'Content added',
  'intact.added.why': 'Every seal matches what it covers, but the file holds something that no seal covers.',
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
    'The certificate leads to a root that is trusted here, and was valid at the time that counts.',
  'trust.then': 'Trusted then',
  'trust.then.why': 'The certificate was valid at the time that counts, but is not today.',
  'trust.weak': 'Too weak',
  'trust.weak.why': 'The seal uses an algorithm or key that is too weak to prove who made it.',
  'trust.untrusted': 'Unknown signer',
  'trust.untrusted.why':
    'The certificate leads to no root that is trusted here, or not in a way that can be relied on.',
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
  'custody.complete': 'As in ledger',
  'custody.complete.why': 'Every entry of the ledger about this item matches the file in the vault.',
  'custody.mismatch': 'Mismatch',
  'custody.mismatch.why': 'The file in the vault is not the one that the ledger speaks of.',
  'custody.not-checked': 'Not checked',
  'custody.not-checked.why': 'The file in the vault has not been compared with the ledger in this session.',
  'seal.intact': 'Intact',
  'seal.broken': 'Broken',
  'seal.unsupported': 'Not checkable',
  'seal.empty': 'No signature',
} as const
