// Ärendet som helhet: dess meny, att öppna det för läsning, och vad kontrollen av alla bevis visade.
import type { Translation } from '../translation.ts'

export const caseFile = {
  'caseMenu.label': 'Ärende',
  'caseMenu.examiner': 'Undersökare: {name}',
  'caseMenu.created': 'Skapat den {day}',
  'caseMenu.rename': 'Byt namn…',
  'caseMenu.copy': 'Kopiera…',
  'caseMenu.backup': 'Säkerhetskopiera…',
  'caseMenu.move': 'Flytta…',
  'caseMenu.verify': 'Kontrollera alla',
  'caseMenu.report': 'Rapport om ärendet…',
  'caseMenu.deleteDerived': 'Radera härledda filer…',
  'caseMenu.showFolder': 'Visa mappen',
  'caseMenu.close': 'Stäng ärendet',

  'caseRename.title': 'Byt namn på ärendet',
  'caseRename.text': 'Liggaren behåller den gamla beteckningen och den nya. Mappen behåller sitt namn.',
  'caseRename.now': 'Byt namn',
  'caseRename.notDone': 'Ärendet bytte inte namn.',

  'caseCopy.title.copy': 'Kopiera ärendet',
  'caseCopy.title.backup': 'Säkerhetskopiera ärendet',
  'caseCopy.title.move': 'Flytta ärendet',
  'caseCopy.text.copy':
    'Original, liggare, exporter och rapporter kopieras som de är i detta ögonblick, och varje original läses tillbaka och jämförs. Miniatyrbilder utelämnas; de görs på nytt. Ärendet förblir öppet, och du kan arbeta vidare i det.',
  'caseCopy.text.backup':
    'Original, liggare, exporter och rapporter kopieras som de är i detta ögonblick, och varje original läses tillbaka och jämförs. Säkerhetskopian öppnas som vilket ärende som helst. Du kan arbeta vidare under tiden.',
  'caseCopy.text.move':
    'Ärendet stängs, flyttas och öppnas igen på sin nya plats. Till en annan disk kopieras och jämförs det först; först därefter tas den gamla mappen bort.',
  'caseCopy.amount': { one: 'Ett bevis, {bytes}', other: '{count} bevis, {bytes}' },
  'caseCopy.folder': 'Ny mapp',
  'caseCopy.folderHint': 'Den får inte finnas ännu, eller måste vara tom, och får inte ligga i ärendet.',
  'caseCopy.choose': 'Välj var den nya mappen ska hamna',
  'caseCopy.now.copy': 'Kopiera',
  'caseCopy.now.backup': 'Säkerhetskopiera',
  'caseCopy.now.move': 'Flytta',
  'caseCopy.notChosen': 'Ingen mapp valdes.',
  'caseCopy.done.copy': {
    one: 'Ärendet kopierades till {path}: en fil, {bytes}, liggaren till och med post {seq}.',
    other: 'Ärendet kopierades till {path}: {count} filer, {bytes}, liggaren till och med post {seq}.',
  },
  'caseCopy.done.backup': {
    one: 'Ärendet säkerhetskopierades till {path}: en fil, {bytes}, liggaren till och med post {seq}.',
    other:
      'Ärendet säkerhetskopierades till {path}: {count} filer, {bytes}, liggaren till och med post {seq}.',
  },
  'caseCopy.moved': 'Ärendet {reference} finns nu i {path}',
  'recent.openedAt': 'Öppnat {time} UTC',
  'cases.missing.reference': 'Ange en beteckning.',
  'cases.missing.examiner': 'Ange vem som undersöker.',
  'cases.missing.folder': 'Välj en mapp.',

  'derived.title': 'Radera härledda filer',
  'derived.text':
    'Miniatyrbilder och granskningskopior av alla bevis raderas. De görs på nytt när de behövs. Inget original rörs, och liggaren registrerar det.',
  'derived.now': 'Radera',
  'derived.keep': 'Behåll dem',
  'derived.notDone': 'De härledda filerna raderades inte.',
  'derived.none': 'Det fanns inga härledda filer.',
  'derived.done': {
    one: 'En härledd fil raderades, {bytes}.',
    other: '{count} härledda filer raderades, {bytes}.',
  },

  'readOnly.banner': 'Öppnat för läsning: inget kan läggas till eller registreras.',
  'readOnly.verify': 'Kontroll fungerar, men registreras inte.',
  'readOnly.why': 'Ärendet har öppnats för läsning: inget kan läggas till eller registreras.',
  'readOnly.open': 'Öppna för läsning',
  'readOnly.whyHere': 'Ärendet har öppnats för läsning: bara arbetsstationens egen lista kan ändras.',

  'recent.more': 'Mer om {reference}',
  'recent.forget': 'Ta bort från listan',
  'recent.notForgotten': 'Ärendet togs inte bort från listan.',
  'recent.forgotten': '{reference} togs bort från listan. Dess mapp rördes inte.',

  'verifyOutcome.missing': { one: 'Ett original saknas.', other: '{count} original saknas.' },
  'verifyOutcome.extra': {
    one: 'En fil i valvet hör inte till något bevis.',
    other: '{count} filer i valvet hör inte till något bevis.',
  },
  'verifyOutcome.title.missing': 'Saknas',
  'verifyOutcome.title.changed': 'Inte som de var',
  'verifyOutcome.title.extra': 'I valvet, utan bevis',
  'verifyOutcome.ledger': 'Liggare',
  'verifyOutcome.ledgerHolds': 'Obruten',
  'verifyOutcome.ledgerBroken': 'Håller inte',
  'verifyOutcome.ledgerProblem': 'Liggaren håller inte: {reason}',
  'verifyOutcome.ledgerNoReason': 'inget skäl angavs.',
  'verifyOutcome.showLedger': 'Visa liggaren',
  'verifyOutcome.problems': 'Kontrollerat igen: ärendet är inte som det var.',
  'verifyOutcome.problemsAtOpening': 'Kontrollerat igen vid öppnandet: ärendet är inte som det var.',
} as const satisfies Translation
