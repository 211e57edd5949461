// Ce qui a échoué, et ce qu’il faut faire ensuite.
import type { Translation } from '../translation.ts'

export const errors = {
  'error.wrong-input': 'La demande n’a pas été comprise.',
  'error.wrong-input.next': 'Vérifiez ce qui a été saisi. Si rien n’y est faux, c’est un défaut d’Exhibit.',
  'error.source-gone': 'La source n’est plus là.',
  'error.source-gone.next': 'Reconnectez le support, puis choisissez « Reprendre ».',
  'error.archive-refused': 'L’archive ne peut pas être décompressée sans risque.',
  'error.archive-refused.next':
    'Rien n’en a été versé. Décompressez-la par d’autres moyens sur un ordinateur séparé et ajoutez le dossier.',
  'error.download-failed': 'Le téléchargement n’est pas allé à son terme.',
  'error.download-failed.next':
    'Vérifiez la connexion et choisissez « Reprendre ». Ce qui est arrivé jusque-là est conservé si le serveur le permet.',
  'error.download-refused': 'Le téléchargement a été refusé.',
  'error.download-refused.next':
    'Comparez le certificat et l’empreinte avec ce que dit l’expéditeur avant de réessayer.',
  'error.case-read-only': 'L’affaire n’est ouverte qu’en lecture.',
  'error.case-read-only.next': 'Fermez-la et ouvrez-la en écriture, sur un support qui le permet.',
  'error.item-partial': 'La pièce n’est pas entière.',
  'error.item-partial.next': 'Complétez-la d’abord depuis une autre copie du même fichier.',
  'error.package-changed': 'Le paquet n’est pas ce qui a été exporté.',
  'error.package-changed.next': 'Ne le remettez pas. Exportez à nouveau dans un autre dossier.',
  'error.examiner-unknown': 'Le profil ou son mot de passe n’est pas le bon.',
  'error.examiner-unknown.next': 'Choisissez à nouveau le profil et vérifiez le mot de passe.',
  'error.time-stamp-failed': 'Aucun horodatage n’a été obtenu.',
  'error.time-stamp-failed.next':
    'Le registre est tel qu’il était, et dit qu’il n’est pas horodaté. Réessayez quand il y a une connexion.',
  'error.file-not-found': 'Le fichier ou le dossier n’est pas là.',
  'error.file-not-found.next': 'Vérifiez que le support est encore connecté et que le chemin est juste.',
  'error.file-unreadable': 'Le fichier ne peut pas être lu.',
  'error.file-unreadable.next':
    'Vérifiez les droits, et si le support est endommagé. Essayez depuis une autre copie.',
  'error.not-iso-bmff': 'Ce n’est pas un fichier ISO base media (MP4).',
  'error.not-iso-bmff.next':
    'Seuls les exports MP4 peuvent être versés. Demandez au propriétaire de l’enregistreur un export dans ce format.',
  'error.disk-full': 'Le disque est plein.',
  'error.disk-full.next':
    'Libérez de la place et réessayez. Rien de ce qui était dans l’affaire n’est perdu.',
  'error.destination-exists': 'La destination existe déjà.',
  'error.destination-exists.next': 'Choisissez un autre dossier ou un autre nom. Rien n’est jamais écrasé.',
  'error.destination-unwritable': 'Impossible d’écrire à la destination.',
  'error.destination-unwritable.next': 'Choisissez un autre endroit, ou vérifiez les droits sur celui-ci.',
  'error.copy-mismatch': 'La copie n’est pas identique à la source.',
  'error.copy-mismatch.next': 'La copie a été écartée. Vérifiez le support et le câble, puis réessayez.',
  'error.source-changed': 'La source a changé pendant sa lecture.',
  'error.source-changed.next':
    'Assurez-vous que rien n’y écrit, par exemple un enregistreur en marche, puis réessayez.',
  'error.case-not-found': 'Il n’y a pas d’affaire dans ce dossier.',
  'error.case-not-found.next': 'Choisissez le dossier qui contient case.sqlite.',
  'error.case-exists': 'Il y a déjà une affaire dans ce dossier.',
  'error.case-exists.next': 'Ouvrez-la, ou choisissez un autre dossier.',
  'error.case-locked': 'L’affaire est ouverte ailleurs.',
  'error.case-locked.next': 'Fermez-la dans l’autre fenêtre ou sur l’autre ordinateur, puis réessayez.',
  'error.case-newer': 'L’affaire a été créée par une version plus récente d’Exhibit.',
  'error.case-newer.next':
    'Ouvrez-la avec cette version ou une version ultérieure. Elle n’a pas été modifiée.',
  'error.case-damaged': 'L’affaire est endommagée.',
  'error.case-damaged.next': 'Gardez ce dossier tel quel, et travaillez sur une copie ou une sauvegarde.',
  'error.no-case-open': 'Aucune affaire n’est ouverte.',
  'error.no-case-open.next': 'Ouvrez d’abord une affaire.',
  'error.item-not-found': 'La pièce n’est pas dans cette affaire.',
  'error.item-not-found.next': 'Revenez à la liste des pièces.',
  'error.item-damaged': 'La pièce dans le coffre n’est pas ce qui a été versé.',
  'error.item-damaged.next':
    'Ne l’utilisez pas. Versez à nouveau l’original, et gardez cette affaire telle quelle.',
  'error.job-not-found': 'Ce travail est déjà terminé.',
  'error.job-not-found.next': 'Il n’y a rien à faire.',
  'error.cancelled': 'Annulé.',
  'error.cancelled.next': 'Il n’y a rien à faire.',
  'error.ffmpeg-missing': 'ffmpeg est introuvable.',
  'error.ffmpeg-missing.next':
    'Installez ffmpeg, ou indiquez-le dans la variable d’environnement FFMPEG_BIN, puis redémarrez Exhibit.',
  'error.ffmpeg-failed': 'ffmpeg a échoué.',
  'error.ffmpeg-failed.next':
    'Les pièces ne sont pas affectées. Réessayez ; si cela échoue encore, le fichier est peut-être endommagé.',
  'error.key-unreadable': 'La clé ne peut pas être lue.',
  'error.key-unreadable.next': 'Vérifiez le fichier et son mot de passe.',
  'error.key-unsuitable': 'La clé ne peut pas servir à sceller.',
  'error.key-unsuitable.next':
    'Utilisez une clé RSA d’au moins 2048 bits dont le certificat permet la signature.',
  'error.certificate-unreadable': 'Le certificat ne peut pas être lu.',
  'error.certificate-unreadable.next': 'Ce doit être un certificat X.509, en PEM ou DER.',
  'error.seal-refused': 'Le fichier ne peut pas être scellé.',
  'error.seal-refused.next': 'Exportez plutôt un extrait, ou transmettez l’original tel quel.',
  'error.cut-refused': 'L’extrait ne peut pas être fait.',
  'error.cut-refused.next': 'Choisissez d’autres heures, ou exportez la pièce entière.',
  'error.source-unsupported': 'Ce genre de source ne peut pas être versé.',
  'error.source-unsupported.next': 'Utilisez des fichiers, des dossiers ou des archives ZIP.',
  'error.engine-gone': 'Le moteur d’examen ne répond pas.',
  'error.engine-gone.next':
    'Il est redémarré ; réessayez dans un instant. Ce qui était terminé est conservé.',
  'error.internal': 'Quelque chose n’a pas fonctionné dans Exhibit.',
  'error.internal.next':
    'C’est un défaut d’Exhibit, non des pièces. Réessayez, et signalez-le si cela se reproduit.',
  'error.review-refused': 'Aucune copie de consultation ne peut en être faite.',
  'error.review-refused.next':
    'L’original est intact. Exportez-le en entier et regardez-le avec le lecteur du fabricant.',
  'error.still-refused': 'Aucune image fixe ne peut être produite de cette image.',
  'error.still-refused.next': 'Allez à une autre image ; l’original n’est pas touché.',
} as const satisfies Translation
