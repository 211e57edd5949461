// What goes with evidence to its recipient: the check by hand.
export const handover = {
  'handCheck.title': 'Check this yourself',
  'handCheck.text': 'With openssl, on a copy of the file, without Exhibit:',
  'handCheck.commands': 'the commands',
  'handCheck.notPossible':
    'This seal cannot be checked with openssl alone: it does not reach over the whole file, or uses an algorithm that needs more steps.',
  'handCheck.intro':
    'Checks the last seal with openssl. For Linux, macOS, or Git Bash on Windows. The file itself is only read.',
  'handCheck.rename':
    'The name of the file holds characters that a terminal might obey: give your copy this name.',
  'handCheck.signature': 'The signature: {bytes} bytes at offset {offset}.',
  'handCheck.certificate':
    'The signer’s certificate: {bytes} bytes at offset {offset}; whom it names, and its public key.',
  'handCheck.copy': 'What was signed: the whole file with the bytes of the signature set to zero.',
  'handCheck.verify': 'Does the signature match?',
  'handCheck.answer':
    '“Verified OK”: not one byte has changed since it was sealed. “Verification failure”: it is not the file that was sealed. Who holds the key is another question: compare the fingerprint of step 2 with one that the signer gave you.',
} as const
