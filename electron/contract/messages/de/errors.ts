// Was fehlgeschlagen ist, und was als Nächstes zu tun ist.
import type { Translation } from '../translation.ts'

export const errors = {
  'error.wrong-input': 'Die Anfrage wurde nicht verstanden.',
  'error.wrong-input.next':
    'Prüfen Sie, was eingegeben wurde. Wenn daran nichts falsch ist, ist dies ein Fehler von Exhibit.',
  'error.source-gone': 'Die Quelle ist nicht mehr da.',
  'error.source-gone.next': 'Schließen Sie den Datenträger wieder an und wählen Sie dann „Fortsetzen“.',
  'error.archive-refused': 'Das Archiv lässt sich nicht sicher entpacken.',
  'error.archive-refused.next':
    'Nichts davon wurde übernommen. Entpacken Sie es mit anderen Mitteln auf einem eigenen Rechner und fügen Sie den Ordner hinzu.',
  'error.download-failed': 'Der Abruf wurde nicht zu Ende geführt.',
  'error.download-failed.next':
    'Prüfen Sie die Verbindung und wählen Sie „Fortsetzen“. Was bis dahin ankam, bleibt erhalten, wo der Server es zulässt.',
  'error.download-refused': 'Der Abruf wurde abgelehnt.',
  'error.download-refused.next':
    'Vergleichen Sie Zertifikat und Prüfsumme mit den Angaben des Absenders, bevor Sie es noch einmal versuchen.',
  'error.case-read-only': 'Der Fall ist nur zum Lesen geöffnet.',
  'error.case-read-only.next':
    'Schließen Sie ihn und öffnen Sie ihn zum Schreiben, auf einem beschreibbaren Datenträger.',
  'error.item-partial': 'Das Beweisstück ist nicht vollständig.',
  'error.item-partial.next': 'Vervollständigen Sie es zuerst aus einer anderen Kopie derselben Datei.',
  'error.package-changed': 'Das Paket ist nicht das, was exportiert wurde.',
  'error.package-changed.next':
    'Übergeben Sie es nicht. Exportieren Sie noch einmal in einen anderen Ordner.',
  'error.examiner-unknown': 'Das Profil oder sein Passwort stimmt nicht.',
  'error.examiner-unknown.next': 'Wählen Sie das Profil noch einmal und prüfen Sie das Passwort.',
  'error.time-stamp-failed': 'Es wurde kein Zeitstempel erlangt.',
  'error.time-stamp-failed.next':
    'Das Protokoll steht, wie es war, und sagt, dass es keinen Zeitstempel hat. Versuchen Sie es noch einmal, wenn eine Verbindung besteht.',
  'error.file-not-found': 'Die Datei oder der Ordner ist nicht da.',
  'error.file-not-found.next': 'Prüfen Sie, ob der Datenträger noch angeschlossen ist und der Pfad stimmt.',
  'error.file-unreadable': 'Die Datei kann nicht gelesen werden.',
  'error.file-unreadable.next':
    'Prüfen Sie die Rechte an ihr, und ob der Datenträger beschädigt ist. Versuchen Sie es mit einer anderen Kopie.',
  'error.not-iso-bmff': 'Dies ist keine Datei vom Typ ISO base media (MP4).',
  'error.not-iso-bmff.next':
    'Nur MP4-Exporte können übernommen werden. Bitten Sie den Eigentümer des Rekorders um einen Export in diesem Format.',
  'error.disk-full': 'Der Datenträger ist voll.',
  'error.disk-full.next':
    'Schaffen Sie Platz und versuchen Sie es noch einmal. Nichts, was im Fall war, ist verloren.',
  'error.destination-exists': 'Das Ziel ist schon da.',
  'error.destination-exists.next':
    'Wählen Sie einen anderen Ordner oder Namen. Nichts wird je überschrieben.',
  'error.destination-unwritable': 'In das Ziel kann nicht geschrieben werden.',
  'error.destination-unwritable.next': 'Wählen Sie einen anderen Ort, oder prüfen Sie die Rechte an diesem.',
  'error.copy-mismatch': 'Die Kopie ist nicht dieselbe wie die Quelle.',
  'error.copy-mismatch.next':
    'Die Kopie wurde verworfen. Prüfen Sie Datenträger und Kabel und versuchen Sie es dann noch einmal.',
  'error.source-changed': 'Die Quelle änderte sich, während sie gelesen wurde.',
  'error.source-changed.next':
    'Sorgen Sie dafür, dass nichts auf sie schreibt, zum Beispiel ein laufender Rekorder, und versuchen Sie es dann noch einmal.',
  'error.case-not-found': 'In diesem Ordner ist kein Fall.',
  'error.case-not-found.next': 'Wählen Sie den Ordner, der case.sqlite enthält.',
  'error.case-exists': 'In diesem Ordner ist schon ein Fall.',
  'error.case-exists.next': 'Öffnen Sie ihn, oder wählen Sie einen anderen Ordner.',
  'error.case-locked': 'Der Fall ist anderswo geöffnet.',
  'error.case-locked.next':
    'Schließen Sie ihn im anderen Fenster oder auf dem anderen Rechner und versuchen Sie es dann noch einmal.',
  'error.case-newer': 'Der Fall stammt von einer neueren Version von Exhibit.',
  'error.case-newer.next': 'Öffnen Sie ihn mit dieser oder einer späteren Version. Er wurde nicht verändert.',
  'error.case-damaged': 'Der Fall ist beschädigt.',
  'error.case-damaged.next':
    'Lassen Sie diesen Ordner, wie er ist, und arbeiten Sie mit einer Kopie oder Sicherung.',
  'error.no-case-open': 'Kein Fall ist geöffnet.',
  'error.no-case-open.next': 'Öffnen Sie zuerst einen Fall.',
  'error.item-not-found': 'Das Beweisstück ist nicht in diesem Fall.',
  'error.item-not-found.next': 'Gehen Sie zurück zur Liste der Beweisstücke.',
  'error.item-damaged': 'Das Beweisstück in der Verwahrung ist nicht das, was übernommen wurde.',
  'error.item-damaged.next':
    'Verwenden Sie es nicht. Übernehmen Sie das Original noch einmal, und lassen Sie diesen Fall, wie er ist.',
  'error.job-not-found': 'Diese Arbeit ist schon beendet.',
  'error.job-not-found.next': 'Es ist nichts zu tun.',
  'error.cancelled': 'Abgebrochen.',
  'error.cancelled.next': 'Es ist nichts zu tun.',
  'error.ffmpeg-missing': 'ffmpeg wurde nicht gefunden.',
  'error.ffmpeg-missing.next':
    'Installieren Sie ffmpeg, oder nennen Sie es in der Umgebungsvariablen FFMPEG_BIN, und starten Sie Exhibit neu.',
  'error.ffmpeg-failed': 'ffmpeg ist gescheitert.',
  'error.ffmpeg-failed.next':
    'Die Beweismittel sind nicht betroffen. Versuchen Sie es noch einmal; scheitert es wieder, ist die Datei womöglich beschädigt.',
  'error.key-unreadable': 'Der Schlüssel kann nicht gelesen werden.',
  'error.key-unreadable.next': 'Prüfen Sie die Datei und ihr Passwort.',
  'error.key-unsuitable': 'Der Schlüssel kann nicht zum Versiegeln verwendet werden.',
  'error.key-unsuitable.next':
    'Verwenden Sie einen RSA-Schlüssel mit mindestens 2048 Bit, dessen Zertifikat das Signieren erlaubt.',
  'error.certificate-unreadable': 'Das Zertifikat kann nicht gelesen werden.',
  'error.certificate-unreadable.next': 'Es muss ein X.509-Zertifikat sein, als PEM oder DER.',
  'error.seal-refused': 'Die Datei kann nicht versiegelt werden.',
  'error.seal-refused.next':
    'Exportieren Sie stattdessen einen Ausschnitt, oder geben Sie das Original weiter, wie es ist.',
  'error.cut-refused': 'Der Ausschnitt kann nicht erstellt werden.',
  'error.cut-refused.next': 'Wählen Sie andere Zeiten, oder exportieren Sie das ganze Beweisstück.',
  'error.source-unsupported': 'Quellen dieser Art können nicht übernommen werden.',
  'error.source-unsupported.next': 'Verwenden Sie Dateien, Ordner oder ZIP-Archive.',
  'error.engine-gone': 'Der Prüfdienst antwortet nicht.',
  'error.engine-gone.next':
    'Er wird neu gestartet; versuchen Sie es gleich noch einmal. Was fertig war, bleibt erhalten.',
  'error.internal': 'In Exhibit ist etwas schiefgegangen.',
  'error.internal.next':
    'Dies ist ein Fehler von Exhibit, nicht der Beweismittel. Versuchen Sie es noch einmal, und melden Sie es, wenn es wieder geschieht.',
  'error.review-refused': 'Davon kann keine Ansichtskopie erstellt werden.',
  'error.review-refused.next':
    'Das Original ist unberührt. Exportieren Sie es ganz und sehen Sie es mit dem Player des Herstellers an.',
  'error.still-refused': 'Von diesem Bild kann kein Standbild erstellt werden.',
  'error.still-refused.next': 'Gehen Sie zu einem anderen Bild; das Original ist nicht betroffen.',
} as const satisfies Translation
