// Was Exhibit über eine Datei sagt: die beiden Antworten bleiben getrennt; nichts wird behauptet, was nicht geprüft wurde.
import type { Translation } from '../translation.ts'

export const verdict = {
  'verdict.onDate': ' am {time}',
  'verdict.claimedDate': ' (nach eigener Angabe vom {time})',
  'verdict.exportClaim': 'Die Datei gibt an, dass sie am {time} exportiert wurde.',
  'verdict.trusted': 'Unverändert seit der Versiegelung durch {signer}{when}.',
  'verdict.trustedBy.workstation': 'Dieser Arbeitsplatz vertraut dem Unterzeichner (Wurzel: {root}).',
  'verdict.trustedBy.case':
    'In diesem Fall wird dem Unterzeichner vertraut, nicht von diesem Arbeitsplatz (Wurzel: {root}).',
  'verdict.trustedBy.elsewhere':
    'Dem Unterzeichner wurde vertraut, als das zuletzt beurteilt wurde (Wurzel: {root}); diese Wurzel liegt hier jetzt nicht vor.',
  'verdict.trustedThen':
    'Dem Unterzeichner war zum maßgeblichen Zeitpunkt zu vertrauen (Wurzel: {root}); für heute lautet die Antwort „{today}“.',
  'verdict.untrusted':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.untrusted.signer':
    'Dieser Arbeitsplatz kennt ihn nicht; wer die Datei versiegelt hat, ist daher nicht bewiesen.',
  'verdict.untrustedPath':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.untrustedPath.signer':
    'Sein Zertifikat führt zu einer Wurzel, der hier vertraut wird, aber nicht auf verlässlichem Weg: {reason} Wer die Datei versiegelt hat, ist daher nicht bewiesen.',
  'verdict.weak': 'Die Bytes passen zum Siegel eines Unterzeichners, der sich {signer} nennt.',
  'verdict.weakSeal':
    'Das Siegel verwendet ein Verfahren oder einen Schlüssel, der zu schwach ist, um sich darauf zu verlassen: {details}',
  'verdict.weakOne':
    'Siegel {seal} von {of} verwendet ein Verfahren oder einen Schlüssel, der zu schwach ist, um sich darauf zu verlassen: {details}',
  'verdict.weakMany':
    'Die Siegel {seals} von {of} verwenden Verfahren oder Schlüssel, die zu schwach sind, um sich darauf zu verlassen: {details}',
  'verdict.trustNotChecked':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.trustNotChecked.signer': 'Ob ihm zu vertrauen ist, wurde nicht geprüft.',
  'verdict.expired': 'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.expired.signer': 'Sein Zertifikat war am {expiry} abgelaufen (heute: {today}).',
  'verdict.expiredPath':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.expiredPath.signer': 'Ein Zertifikat, auf dem seines beruht, war abgelaufen (heute: {today}).',
  'verdict.notYetValid':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.notYetValid.signer': 'Sein Zertifikat gilt erst ab {start} (heute: {today}).',
  'verdict.notYetValidPath':
    'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.notYetValidPath.signer':
    'Ein Zertifikat, auf dem seines beruht, war noch nicht gültig (heute: {today}).',
  'verdict.revoked': 'Unverändert seit der Versiegelung durch einen Unterzeichner, der sich {signer} nennt.',
  'verdict.revoked.signer':
    'Sein Zertifikat wurde widerrufen; wer die Datei versiegelt hat, ist daher nicht bewiesen.',
  'verdict.noSigner': 'Unverändert seit der Versiegelung.',
  'verdict.noSigner.signer':
    'Das Siegel nennt keinen Unterzeichner; wer die Datei versiegelt hat, ist daher nicht bewiesen.',
  'verdict.noTime': 'Die Datei sagt nicht, wann sie versiegelt wurde.',
  'verdict.noTimeLater': 'Die Datei sagt nicht, wann ihr letztes Siegel entstand.',
  'verdict.judgedNow':
    'Die Datei sagt nicht, wann sie versiegelt wurde; das Zertifikat wurde daher für heute beurteilt.',
  'verdict.judgedNowLater':
    'Die Datei sagt nicht, wann ihr letztes Siegel entstand; das Zertifikat wurde daher für heute beurteilt.',
  'verdict.judgedRecording': 'Das Zertifikat wurde für die Zeit der Aufzeichnung beurteilt, {time}.',
  'verdict.judgedGiven': 'Das Zertifikat wurde wie verlangt für {time} beurteilt.',
  'verdict.dateClaimed': 'Das Datum ist eine eigene Angabe des Unterzeichners; {what}.',
  'verdict.sinceThen': 'Seitdem gilt: {what}.',
  'verdict.since.expired': 'das Zertifikat ist abgelaufen, am {expiry}',
  'verdict.since.revoked': 'das Zertifikat wurde widerrufen',
  'verdict.since.other': 'für heute lautet die Antwort zum Unterzeichner „{today}“',
  'verdict.earlierMatches': {
    one: 'Auch ein früheres Siegel, von {signers}, stimmt.',
    other: 'Auch {count} frühere Siegel, von {signers}, stimmen.',
  },
  'verdict.tail': {
    one: '1 Byte liegt außerhalb des Siegels, bei Offset {offset}, in einer Box, die Abspielprogramme übergehen (ein Index oder freier Platz). Kein Teil der Aufzeichnung liegt dort.',
    other:
      '{count} Bytes liegen außerhalb des Siegels, das erste bei Offset {offset}, in Boxen, die Abspielprogramme übergehen (ein Index oder freier Platz). Kein Teil der Aufzeichnung liegt dort.',
  },

  'verdict.broken': 'Nach der Versiegelung verändert oder mit einem anderen Schlüssel versiegelt.',
  'verdict.brokenOnly': 'Die Bytes passen nicht zur Signatur des einzigen Siegels.',
  'verdict.brokenOne': 'Die Bytes passen nicht zur Signatur von Siegel {seal} von {of}.',
  'verdict.brokenMany': 'Die Bytes passen nicht zu den Signaturen der Siegel {seals} von {of}.',
  'verdict.faultyOnly': 'Nicht als unverändert bewiesen: das einzige Siegel ist fehlerhaft. {reason}',
  'verdict.faultyOne': 'Nicht als unverändert bewiesen: Siegel {seal} von {of} ist fehlerhaft. {reason}',
  'verdict.faultyMany':
    'Nicht als unverändert bewiesen: die Siegel {seals} von {of} sind fehlerhaft. {reason}',
  'verdict.stillOne': 'Siegel {seal} stimmt noch.',
  'verdict.stillMany': 'Die Siegel {seals} stimmen noch.',
  'verdict.laterOne': 'Siegel {seal}, später angebracht, passt zur Datei in ihrem jetzigen Zustand.',
  'verdict.laterMany': 'Die Siegel {seals}, später angebracht, passen zur Datei in ihrem jetzigen Zustand.',

  'verdict.added': {
    one: 'Nach der Versiegelung wurde etwas hinzugefügt: 1 Byte bei Offset {offset}{what} ist von keinem Siegel erfasst.',
    other:
      'Nach der Versiegelung wurde etwas hinzugefügt: {count} Bytes bei Offset {offset}{what} sind von keinem Siegel erfasst.',
  },
  'verdict.addedMore': 'Insgesamt sind {bytes} an {places} Stellen nicht erfasst.',
  'verdict.addedRest': 'Was das Siegel erfasst, ist unverändert.',
  'verdict.brokenOther': 'Die Siegel bürgen nicht für diese Datei in ihrem jetzigen Zustand. {reason}',

  'verdict.unsealed': 'Kein Siegel. Ob diese Datei verändert wurde, lässt sich ihr nicht entnehmen.',
  'verdict.unsealedSigned':
    'Kein Siegel über die Datei als Ganzes. Was folgt, sagt die eigene Signatur der Kamera, und nur über das Video.',
  'verdict.unsealedEmpty':
    'Kein Siegel. An der Stelle der Signatur stehen nur Nullen: die Signatur wurde nie fertiggestellt, oder sie wurde entfernt. Ob diese Datei verändert wurde, lässt sich ihr nicht entnehmen.',
  'verdict.unsupported':
    'Mit einem Verfahren versiegelt, das diese Version nicht prüfen kann ({algorithm}). Weder bestätigt noch widerlegt.',
  'verdict.unsupportedOthers': 'Siegel {seals} passt zu dem, was es erfasst.',
  'verdict.unsupportedOthersMany': 'Die Siegel {seals} passen zu dem, was sie erfassen.',
  'verdict.unreadable': 'Diese Datei kann nicht gelesen werden; geprüft werden konnte daher nichts. {reason}',
  'verdict.notChecked': 'Diese Datei wurde noch nicht geprüft.',
  'trust.elsewhere': 'Hier nicht bestätigt',
  'trust.elsewhere.why':
    'Als vertrauenswürdig befunden durch eine Wurzel, die hier jetzt nicht vorliegt. Dieser Arbeitsplatz bestätigt es nicht.',
  'vault.otherFile':
    'Die Datei in der Verwahrung ist nicht die, die am {time} übernommen wurde. Das Folgende gilt der Datei, die dort gefunden wurde.',
  'vault.lost':
    'Die Datei, die am {time} übernommen wurde, liegt nicht mehr so in der Verwahrung: sie fehlt, ist nicht lesbar, oder eine andere liegt an ihrer Stelle. Das Folgende gilt vielleicht einer anderen Datei.',

  'media.all': {
    one: 'Die eigene Signatur der Kamera bestätigt das einzige Bild.',
    other: 'Die eigene Signatur der Kamera bestätigt alle {count} Bilder.',
  },
  'media.some': 'Die eigene Signatur der Kamera bestätigt {verified} von {frames} Bildern.',
  'media.pending': {
    one: 'Das letzte kommt nach der letzten Signatur.',
    other: 'Die letzten {count} kommen nach der letzten Signatur.',
  },
  'media.cut': {
    one: 'Das erste lässt sich nicht prüfen: die Datei beginnt mitten in seiner Bildgruppe.',
    other: 'Die ersten {count} lassen sich nicht prüfen: die Datei beginnt mitten in ihrer Bildgruppe.',
  },
  'media.missing': {
    one: 'In einer Bildgruppe fehlt etwas.',
    other: 'In {count} Bildgruppen fehlt etwas.',
  },
  'media.missingFrames': {
    one: '{count} signiertes Bild ist nicht da.',
    other: '{count} signierte Bilder sind nicht da.',
  },
  'media.noneContradicts': 'Keines widerspricht ihr.',
  'media.contradicted': 'Die eigene Signatur der Kamera widerspricht dem Video.',
  'media.badOnly':
    'Die eigene Signatur der Kamera widerspricht dem Video: seine einzige Bildgruppe ist nicht das, was die Kamera signiert hat.',
  'media.bad': {
    one: 'Die eigene Signatur der Kamera widerspricht dem Video: eine von {groups} Bildgruppen ist nicht das, was die Kamera signiert hat.',
    other:
      'Die eigene Signatur der Kamera widerspricht dem Video: {count} von {groups} Bildgruppen sind nicht das, was die Kamera signiert hat.',
  },
  'media.badRest': 'Von den übrigen: {others}.',
  'groups.count.ok': { one: '{count} passt', other: '{count} passen' },
  'groups.count.missing': { one: '{count} ist unvollständig', other: '{count} sind unvollständig' },
  'groups.count.bad': { one: '{count} widerspricht', other: '{count} widersprechen' },
  'groups.count.open': { one: '{count} ist nicht zu beurteilen', other: '{count} sind nicht zu beurteilen' },
  'media.notCheckable': 'Das Video trägt eine Signatur seiner Kamera, die nicht geprüft werden konnte.',
  'media.notSigned': 'Das Video trägt keine Signatur seiner Kamera.',
  'media.notLookedFor':
    'Ob das Video Signaturen seiner Kamera trägt, wurde nicht geprüft: diese Version liest sie nicht.',
  'media.track': 'Spur {track}: {sentence}',
  'media.signerTrustedBy.workstation':
    'Dieser Arbeitsplatz vertraut dem Zertifikat der Kamera (Wurzel: {root}).',
  'media.signerTrustedBy.case':
    'In diesem Fall wird dem Zertifikat der Kamera vertraut, nicht von diesem Arbeitsplatz (Wurzel: {root}).',
  'media.signerTrustedBy.elsewhere':
    'Dem Zertifikat der Kamera wurde vertraut, als das zuletzt beurteilt wurde (Wurzel: {root}); diese Wurzel liegt hier jetzt nicht vor.',
  'media.signerTrustedThen':
    'Das Zertifikat der Kamera war zum maßgeblichen Zeitpunkt vertrauenswürdig (Wurzel: {root}); für heute lautet die Antwort „{today}“.',
  'media.signerUnknown':
    'Welche Kamera signiert hat, ist nicht bewiesen: ihr Zertifikat führt zu keiner Wurzel, der hier vertraut wird.',
  'media.signerPath':
    'Welche Kamera signiert hat, ist nicht bewiesen: ihr Zertifikat führt zu einer Wurzel, der hier vertraut wird, aber nicht auf verlässlichem Weg. {reason}',
  'media.signerKeyOnly':
    'Welche Kamera signiert hat, ist nicht bewiesen: das Video bringt den Schlüssel der Kamera mit, aber kein Zertifikat, das sagt, wessen Schlüssel es ist.',
  'media.signerNotChecked':
    'Welche Kamera signiert hat, ist nicht bewiesen: ob ihrem Zertifikat zu vertrauen ist, wurde nicht geprüft.',
  'media.signerExpired': 'Das Zertifikat der Kamera war am {expiry} abgelaufen (heute: {today}).',
  'media.signerExpiredPath':
    'Ein Zertifikat, auf dem das der Kamera beruht, war abgelaufen (heute: {today}).',
  'media.signerNotYetValid':
    'Das Zertifikat der Kamera, oder eines, auf dem es beruht, war noch nicht gültig (heute: {today}).',
  'media.signerRevoked':
    'Das Zertifikat der Kamera wurde widerrufen; welche Kamera signiert hat, ist daher nicht bewiesen.',

  'notChecked.sentence': 'Nicht geprüft: {list}.',
  'notChecked.trust': 'wer der Unterzeichner ist',
  'notChecked.revocation': 'ob das Zertifikat widerrufen wurde',
  'notChecked.media-signing': 'die eigenen Signaturen der Kamera im Video',
  'notChecked.unsupported-seal': 'das Siegel, dessen Verfahren diese Version nicht kennt',
  'notChecked.partial-file': 'die Teile der Datei, die nicht gelesen werden konnten',
  'notChecked.seal-time': 'ob das Siegel zu der Zeit entstand, die die Datei angibt',
  'notChecked.clock': 'ob die Uhren von Kamera und Rekorder richtig gingen',
  'notChecked.clockCompared':
    'ob die Uhr des Rekorders während der Aufnahme so falsch ging wie beim Vergleich',

  'chip.seal': 'Siegel',
  'chip.signer': 'Unterzeichner',
  'chip.custody': 'Verwahrkette',
  'chip.media': 'Video',
  'mediaChip.authentic': 'Stimmt',
  'mediaChip.andKey': '{pictures}, Schlüssel: {key}',
  'mediaChip.authentic.why': 'Jede Bildgruppe, über die eine Signatur spricht, passt zu ihr.',
  'mediaChip.authentic-with-missing': 'Unvollständig',
  'mediaChip.authentic-with-missing.why':
    'Was da ist, passt zu den Signaturen im Video, aber etwas, das signiert wurde, fehlt.',
  'mediaChip.not-authentic': 'Widerspruch',
  'mediaChip.not-authentic.why':
    'Eine Bildgruppe oder eine Signatur im Video ist nicht das, was die Kamera erzeugt hat.',
  'mediaChip.not-checkable': 'Nicht geprüft',
  'mediaChip.not-checkable.why':
    'Signaturen im Video wurden nicht geprüft oder konnten nicht geprüft werden.',
  'mediaChip.not-signed': 'Nicht signiert',
  'mediaChip.not-signed.why': 'Das Video trägt keine Signatur seiner Kamera.',
  'intact.intact': 'Intakt',
  'intact.intact.why': 'Die Bytes passen zur Signatur jedes Siegels.',
  'intact.weak': 'Intakt, schwach',
  'intact.weak.why':
    'Die Bytes passen zur Signatur jedes Siegels, aber ein Verfahren oder Schlüssel ist zu schwach, um sich darauf zu verlassen.',
  'intact.broken': 'Gebrochen',
  'intact.broken.why':
    'Die Bytes passen nicht, das Siegel ist fehlerhaft, oder etwas liegt außerhalb seiner Reichweite.',
  'intact.added': 'Inhalt ergänzt',
  'intact.added.why':
    'Jedes Siegel passt zu dem, was es umfasst, aber die Datei enthält etwas, das kein Siegel umfasst.',
  'intact.unsealed': 'Kein Siegel',
  'intact.unsealed.why': 'Ob die Datei verändert wurde, lässt sich ihr nicht entnehmen.',
  'intact.unsupported': 'Nicht prüfbar',
  'intact.unsupported.why': 'Mit einem Verfahren versiegelt, das diese Version nicht kennt.',
  'intact.unreadable': 'Nicht lesbar',
  'intact.unreadable.why': 'Die Datei kann nicht gelesen werden; ihre Siegel lassen sich daher nicht prüfen.',
  'intact.not-checked': 'Nicht geprüft',
  'intact.not-checked.why': 'Die Siegel dieser Datei wurden noch nicht geprüft.',
  'trust.trusted': 'Vertrauenswürdig',
  'trust.trusted.why':
    'Das Zertifikat führt zu einer Wurzel, der hier vertraut wird, und galt zum maßgeblichen Zeitpunkt.',
  'trust.then': 'Damals gültig',
  'trust.then.why': 'Das Zertifikat galt zum maßgeblichen Zeitpunkt, aber nicht mehr heute.',
  'trust.weak': 'Zu schwach',
  'trust.weak.why':
    'Das Siegel verwendet ein Verfahren oder einen Schlüssel, der zu schwach ist, um zu beweisen, von wem es stammt.',
  'trust.untrusted': 'Unbekannt',
  'trust.untrusted.why':
    'Das Zertifikat führt zu keiner Wurzel, der hier vertraut wird, oder nicht auf verlässlichem Weg.',
  'trust.expired': 'Abgelaufen',
  'trust.expired.why': 'Das Zertifikat war zum maßgeblichen Zeitpunkt abgelaufen.',
  'trust.not-yet-valid': 'Noch nicht gültig',
  'trust.not-yet-valid.why': 'Das Zertifikat war zum maßgeblichen Zeitpunkt noch nicht gültig.',
  'trust.revoked': 'Widerrufen',
  'trust.revoked.why': 'Das Zertifikat wurde widerrufen.',
  'trust.not-checked': 'Nicht geprüft',
  'trust.not-checked.why': 'Ob dem Unterzeichner zu vertrauen ist, wurde nicht geprüft.',
  'trust.none': 'Keiner',
  'trust.none.why': 'Es gibt kein Siegel, also hat niemand unterzeichnet.',
  'trust.unproved': 'Nicht bewiesen',
  'trust.unproved.why':
    'Die Signatur bürgt nicht für die Datei in ihrem jetzigen Zustand; das Zertifikat darin beweist daher nichts darüber, von wem sie stammt.',
  'custody.complete': 'Stimmt',
  'custody.complete.why':
    'Jeder Eintrag des Protokolls zu diesem Beweisstück passt zur Datei in der Verwahrung.',
  'custody.mismatch': 'Abweichung',
  'custody.mismatch.why': 'Die Datei in der Verwahrung ist nicht die, von der das Protokoll spricht.',
  'custody.not-checked': 'Nicht geprüft',
  'custody.not-checked.why':
    'Die Datei in der Verwahrung wurde in dieser Sitzung nicht mit dem Protokoll verglichen.',
  'seal.intact': 'Intakt',
  'seal.broken': 'Gebrochen',
  'seal.unsupported': 'Nicht prüfbar',
  'seal.empty': 'Keine Signatur',
} as const satisfies Translation
