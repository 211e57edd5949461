// Vad Exhibit säger om en fil: de två svaren hålls isär; inget påstås som inte har kontrollerats.
import type { Translation } from '../translation.ts'

export const verdict = {
  'verdict.onDate': ' den {time}',
  'verdict.claimedDate': ' (enligt egen uppgift den {time})',
  'verdict.exportClaim': 'Filen uppger att den exporterades den {time}.',
  'verdict.trusted': 'Oförändrad sedan {signer} förseglade den{when}.',
  'verdict.trustedBy.workstation': 'Undertecknaren är betrodd på den här arbetsstationen (rot: {root}).',
  'verdict.trustedBy.case':
    'Undertecknaren är betrodd i det här ärendet, inte på den här arbetsstationen (rot: {root}).',
  'verdict.trustedBy.elsewhere':
    'Undertecknaren var betrodd när det senast bedömdes (rot: {root}); den roten finns inte här nu.',
  'verdict.trustedThen':
    'Undertecknaren var betrodd vid den tidpunkt som räknas (rot: {root}); för i dag är svaret ”{today}”.',
  'verdict.untrusted': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.untrusted.signer':
    'Den här arbetsstationen känner inte till undertecknaren, så vem som förseglade den är inte bevisat.',
  'verdict.untrustedPath': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.untrustedPath.signer':
    'Certifikatet leder till en rot som är betrodd här, men inte på ett sätt som går att lita på: {reason} Vem som förseglade den är alltså inte bevisat.',
  'verdict.weak': 'Byten stämmer med sigillet från en undertecknare som kallar sig {signer}.',
  'verdict.weakSeal':
    'Sigillet använder en algoritm eller nyckel som är för svag för att gå att lita på: {details}',
  'verdict.weakOne':
    'Sigill {seal} av {of} använder en algoritm eller nyckel som är för svag för att gå att lita på: {details}',
  'verdict.weakMany':
    'Sigill {seals} av {of} använder algoritmer eller nycklar som är för svaga för att gå att lita på: {details}',
  'verdict.trustNotChecked': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.trustNotChecked.signer': 'Om undertecknaren är att lita på har inte kontrollerats.',
  'verdict.expired': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.expired.signer': 'Undertecknarens certifikat hade gått ut den {expiry} (i dag: {today}).',
  'verdict.expiredPath': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.expiredPath.signer': 'Ett certifikat som undertecknarens vilar på hade gått ut (i dag: {today}).',
  'verdict.notYetValid': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.notYetValid.signer': 'Undertecknarens certifikat gäller först från den {start} (i dag: {today}).',
  'verdict.notYetValidPath': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.notYetValidPath.signer':
    'Ett certifikat som undertecknarens vilar på gällde ännu inte (i dag: {today}).',
  'verdict.revoked': 'Oförändrad sedan den förseglades av en undertecknare som kallar sig {signer}.',
  'verdict.revoked.signer':
    'Undertecknarens certifikat har återkallats, så vem som förseglade den är inte bevisat.',
  'verdict.noSigner': 'Oförändrad sedan den förseglades.',
  'verdict.noSigner.signer':
    'Sigillet namnger ingen undertecknare, så vem som förseglade den är inte bevisat.',
  'verdict.noTime': 'Filen säger inte när den förseglades.',
  'verdict.noTimeLater': 'Filen säger inte när dess sista sigill gjordes.',
  'verdict.judgedNow': 'Filen säger inte när den förseglades, så certifikatet bedömdes för dagens datum.',
  'verdict.judgedNowLater':
    'Filen säger inte när dess sista sigill gjordes, så certifikatet bedömdes för dagens datum.',
  'verdict.judgedRecording': 'Certifikatet bedömdes för inspelningens tid, {time}.',
  'verdict.judgedGiven': 'Certifikatet bedömdes för {time}, som begärt.',
  'verdict.dateClaimed': 'Datumet är undertecknarens egen uppgift; {what}.',
  'verdict.sinceThen': 'Sedan dess gäller: {what}.',
  'verdict.since.expired': 'certifikatet har gått ut, den {expiry}',
  'verdict.since.revoked': 'certifikatet har återkallats',
  'verdict.since.other': 'för i dag är svaret om undertecknaren ”{today}”',
  'verdict.earlierMatches': {
    one: 'Även ett tidigare sigill, av {signers}, stämmer.',
    other: 'Även {count} tidigare sigill, av {signers}, stämmer.',
  },
  'verdict.tail': {
    one: '1 byte ligger utanför sigillet, på position {offset}, i en box som spelare hoppar över (ett index eller ledigt utrymme). Inget av inspelningen ligger där.',
    other:
      '{count} byte ligger utanför sigillet, den första på position {offset}, i boxar som spelare hoppar över (ett index eller ledigt utrymme). Inget av inspelningen ligger där.',
  },

  'verdict.broken': 'Ändrad efter förseglingen, eller förseglad med en annan nyckel.',
  'verdict.brokenOnly': 'Byten stämmer inte med det enda sigillets signatur.',
  'verdict.brokenOne': 'Byten stämmer inte med signaturen i sigill {seal} av {of}.',
  'verdict.brokenMany': 'Byten stämmer inte med signaturerna i sigill {seals} av {of}.',
  'verdict.faultyOnly': 'Inte bevisat oförändrad: det enda sigillet är felaktigt. {reason}',
  'verdict.faultyOne': 'Inte bevisat oförändrad: sigill {seal} av {of} är felaktigt. {reason}',
  'verdict.faultyMany': 'Inte bevisat oförändrad: sigill {seals} av {of} är felaktiga. {reason}',
  'verdict.stillOne': 'Sigill {seal} stämmer fortfarande.',
  'verdict.stillMany': 'Sigill {seals} stämmer fortfarande.',
  'verdict.laterOne': 'Sigill {seal}, gjort senare, stämmer med filen som den är nu.',
  'verdict.laterMany': 'Sigill {seals}, gjorda senare, stämmer med filen som den är nu.',

  'verdict.added': {
    one: 'Något lades till efter förseglingen: 1 byte på position {offset}{what} täcks inte av något sigill.',
    other:
      'Något lades till efter förseglingen: {count} byte på position {offset}{what} täcks inte av något sigill.',
  },
  'verdict.addedMore': 'Sammanlagt är {bytes} på {places} ställen inte täckta.',
  'verdict.addedRest': 'Det som sigillet täcker är oförändrat.',
  'verdict.brokenOther': 'Sigillen går inte i god för den här filen som den är. {reason}',

  'verdict.unsealed': 'Inget sigill. Det går inte att se på filen om den har ändrats.',
  'verdict.unsealedSigned':
    'Inget sigill över hela filen. Det som följer sägs av kamerans egen signatur, och bara om videon.',
  'verdict.unsealedEmpty':
    'Inget sigill. På signaturens plats finns bara nollor: signeringen avslutades aldrig, eller så togs signaturen bort. Det går inte att se på filen om den har ändrats.',
  'verdict.unsupported':
    'Förseglad med en algoritm som den här versionen inte kan kontrollera ({algorithm}). Varken bekräftat eller motbevisat.',
  'verdict.unsupportedOthers': 'Sigill {seals} stämmer med det som det täcker.',
  'verdict.unsupportedOthersMany': 'Sigill {seals} stämmer med det som de täcker.',
  'verdict.unreadable': 'Den här filen kan inte läsas, så inget kunde kontrolleras. {reason}',
  'verdict.notChecked': 'Den här filen har inte kontrollerats ännu.',
  'trust.elsewhere': 'Inte bekräftad här',
  'trust.elsewhere.why':
    'Befunnen betrodd genom en rot som inte finns här nu. Den här arbetsstationen bekräftar det inte.',
  'vault.otherFile':
    'Filen i valvet är inte den som togs in den {time}. Det som följer gäller filen som hittades där.',
  'vault.lost':
    'Filen som togs in den {time} finns inte i valvet som den var: den saknas, kan inte läsas, eller en annan fil ligger i dess ställe. Det som följer gäller kanske en annan fil.',

  'media.all': {
    one: 'Kamerans egen signatur bekräftar den enda bilden.',
    other: 'Kamerans egen signatur bekräftar alla {count} bilder.',
  },
  'media.some': 'Kamerans egen signatur bekräftar {verified} av {frames} bilder.',
  'media.pending': {
    one: 'Den sista kommer efter den sista signaturen.',
    other: 'De sista {count} kommer efter den sista signaturen.',
  },
  'media.cut': {
    one: 'Den första kan inte kontrolleras: filen börjar mitt i dess bildgrupp.',
    other: 'De första {count} kan inte kontrolleras: filen börjar mitt i deras bildgrupp.',
  },
  'media.missing': {
    one: 'I en bildgrupp saknas något.',
    other: 'I {count} bildgrupper saknas något.',
  },
  'media.missingFrames': {
    one: '{count} bild som signerades finns inte där.',
    other: '{count} bilder som signerades finns inte där.',
  },
  'media.noneContradicts': 'Ingen motsäger den.',
  'media.contradicted': 'Kamerans egen signatur motsäger videon.',
  'media.badOnly':
    'Kamerans egen signatur motsäger videon: dess enda bildgrupp är inte det som kameran signerade.',
  'media.bad': {
    one: 'Kamerans egen signatur motsäger videon: en av {groups} bildgrupper är inte det som kameran signerade.',
    other:
      'Kamerans egen signatur motsäger videon: {count} av {groups} bildgrupper är inte det som kameran signerade.',
  },
  'media.badRest': 'Av de övriga: {others}.',
  'groups.count.ok': { one: '{count} stämmer', other: '{count} stämmer' },
  'groups.count.missing': { one: '{count} är ofullständig', other: '{count} är ofullständiga' },
  'groups.count.bad': { one: '{count} motsäger', other: '{count} motsäger' },
  'groups.count.open': { one: '{count} kan inte bedömas', other: '{count} kan inte bedömas' },
  'media.notCheckable': 'Videon bär en signatur från sin kamera som inte kunde kontrolleras.',
  'media.notSigned': 'Videon bär ingen signatur från sin kamera.',
  'media.notLookedFor':
    'Om videon bär signaturer från sin kamera har inte kontrollerats: den här versionen läser dem inte.',
  'media.track': 'Spår {track}: {sentence}',
  'media.signerTrustedBy.workstation':
    'Kamerans certifikat är betrott på den här arbetsstationen (rot: {root}).',
  'media.signerTrustedBy.case':
    'Kamerans certifikat är betrott i det här ärendet, inte på den här arbetsstationen (rot: {root}).',
  'media.signerTrustedBy.elsewhere':
    'Kamerans certifikat var betrott när det senast bedömdes (rot: {root}); den roten finns inte här nu.',
  'media.signerTrustedThen':
    'Kamerans certifikat var betrott vid den tidpunkt som räknas (rot: {root}); för i dag är svaret ”{today}”.',
  'media.signerUnknown':
    'Vilken kamera som signerade är inte bevisat: dess certifikat leder inte till någon rot som är betrodd här.',
  'media.signerPath':
    'Vilken kamera som signerade är inte bevisat: dess certifikat leder till en rot som är betrodd här, men inte på ett sätt som går att lita på. {reason}',
  'media.signerKeyOnly':
    'Vilken kamera som signerade är inte bevisat: videon har med sig kamerans nyckel, men inget certifikat som säger vems den är.',
  'media.signerNotChecked':
    'Vilken kamera som signerade är inte bevisat: om dess certifikat är att lita på har inte kontrollerats.',
  'media.signerExpired': 'Kamerans certifikat hade gått ut den {expiry} (i dag: {today}).',
  'media.signerExpiredPath': 'Ett certifikat som kamerans vilar på hade gått ut (i dag: {today}).',
  'media.signerNotYetValid':
    'Kamerans certifikat, eller ett som det vilar på, gällde ännu inte (i dag: {today}).',
  'media.signerRevoked':
    'Kamerans certifikat har återkallats, så vilken kamera som signerade är inte bevisat.',

  'notChecked.sentence': 'Inte kontrollerat: {list}.',
  'notChecked.trust': 'vem undertecknaren är',
  'notChecked.revocation': 'om certifikatet har återkallats',
  'notChecked.media-signing': 'kamerans egna signaturer i videon',
  'notChecked.unsupported-seal': 'sigillet vars algoritm den här versionen inte känner till',
  'notChecked.partial-file': 'de delar av filen som inte kunde läsas',
  'notChecked.seal-time': 'om sigillet gjordes vid den tid som filen uppger',
  'notChecked.clock': 'om kamerans och inspelarens klockor gick rätt',
  'notChecked.clockCompared': 'om inspelarens klocka gick lika fel under inspelningen som när den jämfördes',

  'chip.seal': 'Sigill',
  'chip.signer': 'Undertecknare',
  'chip.custody': 'Beviskedja',
  'chip.media': 'Video',
  'mediaChip.authentic': 'Stämmer',
  'mediaChip.andKey': '{pictures}, nyckel: {key}',
  'mediaChip.authentic.why': 'Varje bildgrupp som en signatur talar om stämmer med den.',
  'mediaChip.authentic-with-missing': 'Ofullständig',
  'mediaChip.authentic-with-missing.why':
    'Det som finns stämmer med signaturerna i videon, men något som signerades saknas.',
  'mediaChip.not-authentic': 'Motsagd',
  'mediaChip.not-authentic.why': 'En bildgrupp, eller en signatur i videon, är inte det som kameran gjorde.',
  'mediaChip.not-checkable': 'Okontrollerad',
  'mediaChip.not-checkable.why':
    'Signaturerna i videon har inte kontrollerats, eller kunde inte kontrolleras.',
  'mediaChip.not-signed': 'Inte signerad',
  'mediaChip.not-signed.why': 'Videon bär ingen signatur från sin kamera.',
  'intact.intact': 'Intakt',
  'intact.intact.why': 'Byten stämmer med varje sigills signatur.',
  'intact.weak': 'Intakt, svagt',
  'intact.weak.why':
    'Byten stämmer med varje sigills signatur, men en algoritm eller nyckel är för svag för att gå att lita på.',
  'intact.broken': 'Brutet',
  'intact.broken.why': 'Byten stämmer inte, sigillet är felaktigt, eller något ligger utanför dess räckvidd.',
  'intact.added': 'Innehåll tillagt',
  'intact.added.why':
    'Varje sigill stämmer med det som det omfattar, men filen innehåller något som inget sigill omfattar.',
  'intact.unsealed': 'Inget sigill',
  'intact.unsealed.why': 'Det går inte att se på filen om den har ändrats.',
  'intact.unsupported': 'Okontrollerbart',
  'intact.unsupported.why': 'Förseglad med en algoritm som den här versionen inte känner till.',
  'intact.unreadable': 'Oläslig',
  'intact.unreadable.why': 'Filen kan inte läsas, så dess sigill kan inte kontrolleras.',
  'intact.not-checked': 'Okontrollerat',
  'intact.not-checked.why': 'Sigillen i den här filen har inte kontrollerats ännu.',
  'trust.trusted': 'Betrodd',
  'trust.trusted.why':
    'Certifikatet leder till en rot som är betrodd här, och gällde vid den tidpunkt som räknas.',
  'trust.then': 'Betrodd då',
  'trust.then.why': 'Certifikatet gällde vid den tidpunkt som räknas, men gäller inte i dag.',
  'trust.weak': 'För svagt',
  'trust.weak.why':
    'Sigillet använder en algoritm eller nyckel som är för svag för att bevisa vem som gjorde det.',
  'trust.untrusted': 'Okänd',
  'trust.untrusted.why':
    'Certifikatet leder inte till någon rot som är betrodd här, eller inte på ett sätt som går att lita på.',
  'trust.expired': 'Utgånget',
  'trust.expired.why': 'Certifikatet hade gått ut vid den tidpunkt som räknas.',
  'trust.not-yet-valid': 'Ännu inte giltigt',
  'trust.not-yet-valid.why': 'Certifikatet gällde ännu inte vid den tidpunkt som räknas.',
  'trust.revoked': 'Återkallat',
  'trust.revoked.why': 'Certifikatet har återkallats.',
  'trust.not-checked': 'Okontrollerad',
  'trust.not-checked.why': 'Om undertecknaren är att lita på har inte kontrollerats.',
  'trust.none': 'Ingen',
  'trust.none.why': 'Det finns inget sigill, så ingen har undertecknat.',
  'trust.unproved': 'Inte bevisat',
  'trust.unproved.why':
    'Signaturen gäller inte filen som den är, så certifikatet i den bevisar inget om vem som gjorde den.',
  'custody.complete': 'Stämmer',
  'custody.complete.why': 'Varje post i liggaren om det här beviset stämmer med filen i valvet.',
  'custody.mismatch': 'Avvikelse',
  'custody.mismatch.why': 'Filen i valvet är inte den som liggaren talar om.',
  'custody.not-checked': 'Okontrollerad',
  'custody.not-checked.why': 'Filen i valvet har inte jämförts med liggaren under den här sessionen.',
  'seal.intact': 'Intakt',
  'seal.broken': 'Brutet',
  'seal.unsupported': 'Kan inte kontrolleras',
  'seal.empty': 'Ingen signatur',
} as const satisfies Translation
