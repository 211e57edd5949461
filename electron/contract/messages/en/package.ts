// VERIFY.txt of an export package.
export const packageGuide = {
  'packageGuide.title': 'How to check this package without Exhibit',
  'packageGuide.hashes': '1. Every file is as it was written, where sha256sum says OK for each line:',
  'packageGuide.signer':
    '2. The seals added on this export were made with the certificate in signer.pem. A certificate in a package proves nothing by itself: compare its SHA-256 fingerprint with the sender over another channel. It has to be:',
  'packageGuide.seals':
    '3. Each video file carries its seals inside (ONVIF Export File Format, box meta/ipro/sinf). The last seal covers the whole file and all earlier seals. In a folder where you may write, with the file at hand, run:',
  'packageGuide.file': { one: '{name} (one seal)', other: '{name} ({count} seals)' },
  'packageGuide.limits':
    'What this proves: that the bytes are those that were sealed with that key. It does not prove what happened before the seal, nor that a clock was right, nor who held the key.',
} as const
