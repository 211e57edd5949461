// Wem dieser Arbeitsplatz und dieser Fall vertrauen: Zertifikate, Sperrlisten, und was auf ihnen beruht.
import type { Translation } from '../translation.ts'

export const trust = {
  'trustStore.title': 'Vertrauen',
  'trustStore.text':
    'Einem Unterzeichner wird vertraut, wenn sein Zertifikat zu einer dieser Wurzeln führt. Ein Schlüssel, der in einer Datei mitkommt, beweist, dass die Datei unverändert ist, nicht, von wem sie stammt.',
  'trustStore.loading': 'Wem Sie vertrauen, wird geladen…',
  'trustStore.storeHash': 'Prüfsumme des Speichers',
  'trustStore.storeHashHint':
    'Steht für alles, was hier aufgelistet ist. Sie steht in jedem Bericht, damit ein Leser sehen kann, wem damals vertraut wurde.',
  'trustStore.problems': 'Was aufbewahrt, aber nicht verwendet wird:',
  'trustStore.add': 'Hinzufügen…',
  'trustStore.export': 'Alle exportieren…',
  'trustStore.exportChoose': 'Vertrauenswürdige Zertifikate und Sperrlisten speichern',
  'trustStore.exported': 'Die vertrauenswürdigen Zertifikate und Sperrlisten wurden nach {path} geschrieben',
  'trustStore.notExported': 'Nichts wurde exportiert.',

  'trustStore.scope.case': 'Dieser Fall',
  'trustStore.scope.caseNamed': 'Dieser Fall ({reference})',
  'trustStore.scope.workstation': 'Dieser Arbeitsplatz',
  'trustStore.scopeText.case': 'Gilt nur in diesem Fall und geht mit seinem Ordner mit.',
  'trustStore.scopeText.workstation':
    'Gilt in jedem Fall, der hier geöffnet wird, und bleibt auf diesem Rechner.',
  'trustStore.scopeText.noCase': 'Kein Fall ist geöffnet.',
  'trustStore.noCase': 'Öffnen Sie einen Fall, um zu sehen und zu ändern, wem er vertraut.',
  'trustStore.none.case': 'Dieser Fall selbst vertraut niemandem',
  'trustStore.none.workstation': 'Dieser Arbeitsplatz vertraut niemandem',
  'trustStore.noneText':
    'Ohne eine vertrauenswürdige Wurzel wird kein Unterzeichner vertrauenswürdig genannt: ein Siegel beweist dann, dass eine Datei unverändert ist, und nicht, wer sie versiegelt hat. Fügen Sie das Zertifikat hinzu, das Ihnen der Eigentümer des Rekorders gegeben hat.',
  'trustStore.noneShort': 'Was in der anderen Liste steht, gilt auch hier.',

  'trustStore.root': 'Wurzelzertifikat',
  'trustStore.list': 'Sperrliste (widerrufene Zertifikate)',
  'trustStore.listIssuer': 'Ausgestellt von',
  'trustStore.listed': 'Nennt',
  'trustStore.listedCount': { one: 'ein Zertifikat', other: '{count} Zertifikate' },
  'trustStore.listDates': 'Ausgestellt',
  'trustStore.listDatesValue': '{from}; die nächste war für {to} angekündigt',
  'trustStore.listDatesOpen': '{from}; keine nächste wurde angekündigt',
  'trustStore.state': 'Gültigkeit',
  'trustStore.expired': 'Abgelaufen',
  'trustStore.expiredWhy':
    'Dateien, die versiegelt wurden, als es gültig war, werden weiterhin nach ihm beurteilt.',
  'trustStore.notYetValid': 'Noch nicht gültig',
  'trustStore.notYetValidWhy': 'Seine Gültigkeit hat noch nicht begonnen.',
  'trustStore.outOfDate': 'Veraltet',
  'trustStore.outOfDateWhy': 'Eine neuere Liste war für einen Tag angekündigt, der vergangen ist.',
  'trustStore.validity': '{from} bis {to}',
  'trustStore.added': 'Hinzugefügt',
  'trustStore.addedBy': '{time}, von {who}',
  'trustStore.reason': 'Grund',
  'trustStore.reasonHint': 'Steht im Protokoll, mit Ihrem Namen und der Zeit.',
  'trustStore.reasonHint.noCase': 'Kein Fall ist geöffnet, daher steht er in keinem Protokoll.',
  'trustStore.reasonExample': 'Zum Beispiel, wie der Fingerabdruck verglichen wurde.',
  'trustStore.reliedOnBy': {
    one: 'Ein Beweisstück beruht darauf',
    other: '{count} Beweisstücke beruhen darauf',
  },
  'trustStore.reliedOnByNone': 'Kein Beweisstück dieses Falls beruht darauf',
  'trustStore.reliedOnMore': { one: 'und eines mehr', other: 'und {count} mehr' },

  'trustStore.choose': 'Zertifikate oder eine Sperrliste wählen',
  'trustStore.files': 'Zertifikate und Sperrlisten',
  'trustStore.addTitle': 'Zu den vertrauenswürdigen hinzufügen',
  'trustStore.addFile': 'Aus {path}',
  'trustStore.reading': 'Der Inhalt der Datei wird gelesen…',
  'trustStore.inFile': 'In der Datei',
  'trustStore.madeOutTo': 'Ausgestellt auf',
  'trustStore.addText': {
    one: 'Dieses Zertifikat wird eine vertrauenswürdige Wurzel: jeder Unterzeichner, dessen Zertifikat zu ihr führt, wird vertrauenswürdig genannt. Vergleichen Sie den Fingerabdruck mit dem, den der Inhaber Ihnen auf anderem Weg gegeben hat.',
    other:
      'Jedes dieser {count} Zertifikate wird eine vertrauenswürdige Wurzel: jeder Unterzeichner, dessen Zertifikat zu einer davon führt, wird vertrauenswürdig genannt. Vergleichen Sie die Fingerabdrücke mit denen, die die Inhaber Ihnen auf anderem Weg gegeben haben.',
  },
  'trustStore.addListText': 'Zertifikate, die eine Sperrliste nennt, werden widerrufen genannt.',
  'trustStore.addNow': { one: 'Vertrauen', other: 'Allen {count} vertrauen' },
  'trustStore.useLists': { one: 'Diese Liste verwenden', other: 'Alle {count} Listen verwenden' },
  'trustStore.where': 'Gilt in',
  'trustStore.notAdded': 'Nichts wurde hinzugefügt.',
  'trustStore.addedCertificates': {
    one: 'Einem Zertifikat wird jetzt vertraut.',
    other: '{count} Zertifikaten wird jetzt vertraut.',
  },
  'trustStore.addedLists': {
    one: 'Eine Sperrliste wurde hinzugefügt.',
    other: '{count} Sperrlisten wurden hinzugefügt.',
  },
  'trustStore.addedNothing': 'Nichts wurde hinzugefügt: alles davon war schon da.',

  'trustStore.remove': 'Entfernen…',
  'trustStore.removeTitle': '{name} entfernen',
  'trustStore.removeNow': 'Entfernen',
  'trustStore.removeText': 'Die Siegel selbst sind nicht betroffen: was unverändert ist, bleibt unverändert.',
  'trustStore.removeLoses': {
    one: 'Dieses Beweisstück verliert seinen vertrauenswürdigen Unterzeichner, sofern nicht eine andere Wurzel für ihn steht:',
    other:
      'Diese {count} Beweisstücke verlieren ihren vertrauenswürdigen Unterzeichner, sofern nicht eine andere Wurzel für ihn steht:',
  },
  'trustStore.removeLosesNone': 'Kein Beweisstück des geöffneten Falls beruht darauf.',
  'trustStore.removeNoCase':
    'Welche Beweisstücke anderer Fälle darauf beruhen, zeigt sich, wenn diese geöffnet werden.',
  'trustStore.removeHeldElsewhere.case':
    'Auch dieser Fall vertraut ihm, daher ändert sich hier nichts: andere Fälle können es verlieren.',
  'trustStore.removeHeldElsewhere.workstation':
    'Auch dieser Arbeitsplatz vertraut ihm, daher ändert sich keine Antwort.',
  'trustStore.removeListText':
    'Zertifikate, die nur diese Liste als widerrufen nennt, heißen dann nicht mehr widerrufen; es wird wieder gesagt, dass auf Widerruf nicht geprüft wurde.',
} as const satisfies Translation
