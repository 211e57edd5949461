// What goes with evidence to its recipient: the check by hand.
export const handover = {
  'handover.interrupted':
    'A hand-over was interrupted before its receipt had its name; it is recorded as not done. What there is of the receipt is still called “{path}”: remove it by hand, it counts for nothing.',
  'handCheck.title': 'Check this yourself',
  'handCheck.text': 'With openssl, in a folder where you may write, without Exhibit:',
  'handCheck.commands': 'the commands',
  'handCheck.notPossible':
    'This seal cannot be checked with openssl alone: it is faulty, or uses an algorithm that needs more steps.',
  'handCheck.no.unsupported': 'There are no commands for this seal: its algorithm is not known here.',
  'handCheck.no.faulty': 'There are no commands for this seal: its signature or its certificate is missing.',
  'handCheck.no.algorithm': 'There are no commands for this seal: openssl has none for its algorithm.',
  'handCheck.no.tooLong':
    'There are no commands for this seal: what was signed is too scattered to be written down.',
  'handCheck.no.parts':
    'There are no commands for this seal yet: an earlier version verified it. Verify it again to see them.',
  'handCheck.intro':
    'Checks seal {seal} with openssl. For Linux, macOS, or Git Bash on Windows. The file itself is only read.',
  'handCheck.rename':
    'The name of the file holds characters that a terminal might obey: give your copy this name.',
  'handCheck.signature': 'The signature: {bytes} bytes at offset {offset}.',
  'handCheck.certificate':
    'The signer’s certificate: {bytes} bytes at offset {offset}; whom it names, and its public key.',
  'handCheck.signed':
    'What was signed: the file as it stood then, piece by piece, with zeros in the place of the signature.',
  'handCheck.digest': 'Its digest:',
  'handCheck.digestIs': 'Its digest has to be {digest}:',
  'handCheck.ed25519': 'Ed25519 needs it as a file, which is as large as the video:',
  'handCheck.verify': 'Does the signature match?',
  'handCheck.answer':
    '“Verified OK” (with Ed25519: an answer that begins “Signature Verified”): not one of these bytes has changed since it was sealed. Any other answer: it is not the file that was sealed. Who holds the key is another question: compare the fingerprint of step 2 with one that the signer gave you.',
  'handCheck.answerBroken':
    'Here the answer is no: these are not the bytes that were signed with this key, as far as the whole file is meant. The other readings that the specification leaves open were tried too, and none matches.',
  'handCheck.answerFaulty': 'Whatever the answer is, the seal does not hold: {reason}',
  'handCheck.empty':
    'The place of the signature of seal {seal}, {bytes} bytes at offset {offset}: how many of them are not zero?',
  'handCheck.sha256': 'Has to be {sha256}:',
  'handCheck.outside': 'What lies outside every seal, {bytes} bytes at offset {offset} (the first 64):',
  'handCheck.certificateOnly': 'The signer’s certificate, {bytes} bytes at offset {offset}:',
  'handCheck.path':
    'Put the trusted certificate beside it as root.pem, the one with the fingerprint {anchor}; it was judged for {time}. This command looks at the path alone, not at lists of revoked certificates, nor at what a certificate may be used for:',
  'handCheck.pathNot':
    'No command for its path: openssl verify looks at the path alone and would not show why the answer is “{trust}”. {reason}',
  'handCheck.groupDocument':
    'What the signature of group {group} speaks of: {bytes} bytes at offset {offset}, part of the SEI NAL unit.',
  'handCheck.groupKey': 'The key that the video brings: {bytes} bytes at offset {offset}.',
  'handCheck.groupStated': 'The certificate that the video brings in another place:',
  'handCheck.groupAnswer':
    '“Verified OK”: what the SEI says of its pictures, digest by digest, is what was signed with this key. That the pictures have these digests was checked picture by picture.',
} as const
