// Vilka den här arbetsstationen och det här ärendet litar på: certifikat, spärrlistor, och vad som vilar på dem.
import type { Translation } from '../translation.ts'

export const trust = {
  'trustStore.title': 'Tillit',
  'trustStore.text':
    'En undertecknare är betrodd när certifikatet leder till någon av de här rötterna. En nyckel som följer med i en fil bevisar att filen är oförändrad, inte vem som gjorde den.',
  'trustStore.loading': 'De som du litar på läses in…',
  'trustStore.storeHash': 'Lagrets kontrollsumma',
  'trustStore.storeHashHint':
    'Står för allt som är listat här. Den står i varje rapport, så att en läsare kan se vad som var betrott då.',
  'trustStore.problems': 'Det som förvaras men inte används:',
  'trustStore.add': 'Lägg till…',
  'trustStore.export': 'Exportera alla…',
  'trustStore.exportChoose': 'Spara de betrodda certifikaten och spärrlistorna',
  'trustStore.exported': 'De betrodda certifikaten och spärrlistorna skrevs till {path}',
  'trustStore.notExported': 'Inget exporterades.',

  'trustStore.scope.case': 'Det här ärendet',
  'trustStore.scope.caseNamed': 'Det här ärendet ({reference})',
  'trustStore.scope.workstation': 'Den här arbetsstationen',
  'trustStore.scopeText.case': 'Gäller bara i det här ärendet, och följer med dess mapp.',
  'trustStore.scopeText.workstation': 'Gäller i varje ärende som öppnas här, och stannar på den här datorn.',
  'trustStore.scopeText.noCase': 'Inget ärende är öppet.',
  'trustStore.noCase': 'Öppna ett ärende för att se och ändra vilka det litar på.',
  'trustStore.none.case': 'Ärendet självt litar inte på någon',
  'trustStore.none.workstation': 'Den här arbetsstationen litar inte på någon',
  'trustStore.noneText':
    'Utan en betrodd rot kallas ingen undertecknare betrodd: ett sigill bevisar då att en fil är oförändrad, och inte vem som förseglade den. Lägg till det certifikat som inspelarens ägare gav dig.',
  'trustStore.noneShort': 'Det som står i den andra listan gäller här också.',

  'trustStore.root': 'Rotcertifikat',
  'trustStore.list': 'Spärrlista (återkallade certifikat)',
  'trustStore.listIssuer': 'Utfärdad av',
  'trustStore.listed': 'Listar',
  'trustStore.listedCount': { one: 'ett certifikat', other: '{count} certifikat' },
  'trustStore.listDates': 'Utfärdad',
  'trustStore.listDatesValue': '{from}; nästa var aviserad till {to}',
  'trustStore.listDatesOpen': '{from}; ingen nästa var aviserad',
  'trustStore.state': 'Giltighet',
  'trustStore.expired': 'Utgånget',
  'trustStore.expiredWhy': 'Filer som förseglades medan det gällde bedöms fortfarande efter det.',
  'trustStore.notYetValid': 'Ännu inte giltigt',
  'trustStore.notYetValidWhy': 'Dess giltighet har inte börjat.',
  'trustStore.outOfDate': 'Inaktuell',
  'trustStore.outOfDateWhy': 'En nyare lista var aviserad till en dag som har passerat.',
  'trustStore.validity': '{from} till {to}',
  'trustStore.added': 'Tillagt',
  'trustStore.addedBy': '{time}, av {who}',
  'trustStore.reason': 'Skäl',
  'trustStore.reasonHint': 'Står i liggaren, med ditt namn och tiden.',
  'trustStore.reasonHint.noCase': 'Inget ärende är öppet, så det står inte i någon liggare.',
  'trustStore.reasonExample': 'Till exempel hur fingeravtrycket jämfördes.',
  'trustStore.reliedOnBy': { one: 'Ett bevis vilar på det', other: '{count} bevis vilar på det' },
  'trustStore.reliedOnByNone': 'Inget bevis i ärendet vilar på det',
  'trustStore.reliedOnMore': { one: 'och ett till', other: 'och {count} till' },

  'trustStore.choose': 'Välj certifikat eller en spärrlista',
  'trustStore.files': 'Certifikat och spärrlistor',
  'trustStore.addTitle': 'Lägg till bland de betrodda',
  'trustStore.addFile': 'Från {path}',
  'trustStore.reading': 'Filens innehåll läses…',
  'trustStore.inFile': 'I filen',
  'trustStore.madeOutTo': 'Utfärdat för',
  'trustStore.addText': {
    one: 'Det här certifikatet blir en betrodd rot: varje undertecknare vars certifikat leder till den kallas betrodd. Jämför fingeravtrycket med det som innehavaren gav dig på annat sätt.',
    other:
      'Vart och ett av dessa {count} certifikat blir en betrodd rot: varje undertecknare vars certifikat leder till någon av dem kallas betrodd. Jämför fingeravtrycken med dem som innehavarna gav dig på annat sätt.',
  },
  'trustStore.addListText': 'Certifikat som en spärrlista anger kallas återkallade.',
  'trustStore.addNow': { one: 'Lita på det', other: 'Lita på alla {count}' },
  'trustStore.useLists': { one: 'Använd listan', other: 'Använd alla {count} listor' },
  'trustStore.where': 'Gäller i',
  'trustStore.notAdded': 'Inget lades till.',
  'trustStore.addedCertificates': {
    one: 'Ett certifikat är nu betrott.',
    other: '{count} certifikat är nu betrodda.',
  },
  'trustStore.addedLists': {
    one: 'En spärrlista lades till.',
    other: '{count} spärrlistor lades till.',
  },
  'trustStore.addedNothing': 'Inget lades till: allt fanns där redan.',

  'trustStore.remove': 'Ta bort…',
  'trustStore.removeTitle': 'Ta bort {name}',
  'trustStore.removeNow': 'Ta bort det',
  'trustStore.removeText': 'Sigillen själva påverkas inte: det som är oförändrat förblir oförändrat.',
  'trustStore.removeLoses': {
    one: 'Det här beviset förlorar sin betrodda undertecknare, om inte en annan rot står för den:',
    other: 'De här {count} bevisen förlorar sin betrodda undertecknare, om inte en annan rot står för den:',
  },
  'trustStore.removeLosesNone': 'Inget bevis i det öppna ärendet vilar på det.',
  'trustStore.removeNoCase': 'Vilka bevis i andra ärenden som vilar på det visar sig när de öppnas.',
  'trustStore.removeHeldElsewhere.case':
    'Det är betrott även av det här ärendet, så inget ändras här: andra ärenden kan förlora det.',
  'trustStore.removeHeldElsewhere.workstation':
    'Det är betrott även av den här arbetsstationen, så inget svar ändras.',
  'trustStore.removeListText':
    'Certifikat som bara den här listan anger som återkallade kallas inte längre återkallade, och det sägs åter att återkallelse inte har kontrollerats.',
} as const satisfies Translation
