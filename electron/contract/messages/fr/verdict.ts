// Ce qu’Exhibit dit d’un fichier : les deux réponses restent séparées ; rien n’est affirmé qui n’ait été vérifié.
import type { Translation } from '../translation.ts'

export const verdict = {
  'verdict.onDate': ' le {time}',
  'verdict.claimedDate': ' (daté du {time} selon sa propre déclaration)',
  'verdict.exportClaim': 'Le fichier déclare avoir été exporté le {time}.',
  'verdict.trusted': 'Inchangé depuis que {signer} l’a scellé{when}.',
  'verdict.trustedBy.workstation': 'Ce poste fait confiance au signataire (racine : {root}).',
  'verdict.trustedBy.case':
    'Dans cette affaire, on fait confiance au signataire, mais pas sur ce poste (racine : {root}).',
  'verdict.trustedBy.elsewhere':
    'Le signataire était de confiance lors du dernier jugement (racine : {root}) ; cette racine n’est pas détenue ici à présent.',
  'verdict.trustedThen':
    'Le signataire était de confiance au moment qui compte (racine : {root}) ; à ce jour, la réponse est « {today} ».',
  'verdict.untrusted': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.untrusted.signer': 'Ce poste ne le connaît pas ; qui a scellé le fichier n’est donc pas prouvé.',
  'verdict.untrustedPath': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.untrustedPath.signer':
    'Son certificat mène à une racine de confiance ici, mais pas d’une façon fiable : {reason} Qui a scellé le fichier n’est donc pas prouvé.',
  'verdict.weak': 'Les octets correspondent au scellé d’un signataire qui se nomme {signer}.',
  'verdict.weakSeal':
    'Le scellé emploie un algorithme ou une clé trop faible pour qu’on puisse s’y fier : {details}',
  'verdict.weakOne':
    'Le scellé {seal} sur {of} emploie un algorithme ou une clé trop faible pour qu’on puisse s’y fier : {details}',
  'verdict.weakMany':
    'Les scellés {seals} sur {of} emploient des algorithmes ou des clés trop faibles pour qu’on puisse s’y fier : {details}',
  'verdict.trustNotChecked': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.trustNotChecked.signer': 'La confiance à lui accorder n’a pas été vérifiée.',
  'verdict.expired': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.expired.signer': 'Le certificat du signataire avait expiré le {expiry} (aujourd’hui : {today}).',
  'verdict.expiredPath': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.expiredPath.signer':
    'Un certificat sur lequel repose celui du signataire avait expiré (aujourd’hui : {today}).',
  'verdict.notYetValid': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.notYetValid.signer':
    'Le certificat du signataire n’est valable qu’à partir du {start} (aujourd’hui : {today}).',
  'verdict.notYetValidPath': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.notYetValidPath.signer':
    'Un certificat sur lequel repose celui du signataire n’était pas encore valable (aujourd’hui : {today}).',
  'verdict.revoked': 'Inchangé depuis son scellement par un signataire qui se nomme {signer}.',
  'verdict.revoked.signer':
    'Le certificat du signataire a été révoqué ; qui a scellé le fichier n’est donc pas prouvé.',
  'verdict.noSigner': 'Inchangé depuis son scellement.',
  'verdict.noSigner.signer':
    'Le scellé ne nomme aucun signataire ; qui a scellé le fichier n’est donc pas prouvé.',
  'verdict.noTime': 'Le fichier ne dit pas quand il a été scellé.',
  'verdict.noTimeLater': 'Le fichier ne dit pas quand son dernier scellé a été apposé.',
  'verdict.judgedNow':
    'Le fichier ne dit pas quand il a été scellé ; le certificat a donc été jugé à la date d’aujourd’hui.',
  'verdict.judgedNowLater':
    'Le fichier ne dit pas quand son dernier scellé a été apposé ; le certificat a donc été jugé à la date d’aujourd’hui.',
  'verdict.judgedRecording': 'Le certificat a été jugé au moment de l’enregistrement, {time}.',
  'verdict.judgedGiven': 'Le certificat a été jugé pour {time}, comme demandé.',
  'verdict.dateClaimed': 'La date est une déclaration du signataire lui-même ; {what}.',
  'verdict.sinceThen': 'Depuis lors : {what}.',
  'verdict.since.expired': 'le certificat a expiré, le {expiry}',
  'verdict.since.revoked': 'le certificat a été révoqué',
  'verdict.since.other': 'à ce jour, la réponse au sujet du signataire est « {today} »',
  'verdict.earlierMatches': {
    one: 'Un scellé antérieur, de {signers}, correspond aussi.',
    other: '{count} scellés antérieurs, de {signers}, correspondent aussi.',
  },
  'verdict.tail': {
    one: '{count} octet se trouve hors du scellé, à la position {offset}, dans une boîte que les lecteurs ignorent (un index ou de l’espace libre). Rien de l’enregistrement ne s’y trouve.',
    other:
      '{count} octets se trouvent hors du scellé, le premier à la position {offset}, dans des boîtes que les lecteurs ignorent (un index ou de l’espace libre). Rien de l’enregistrement ne s’y trouve.',
  },

  'verdict.broken': 'Modifié après le scellement, ou scellé avec une autre clé.',
  'verdict.brokenOnly': 'Les octets ne correspondent pas à la signature de l’unique scellé.',
  'verdict.brokenOne': 'Les octets ne correspondent pas à la signature du scellé {seal} sur {of}.',
  'verdict.brokenMany': 'Les octets ne correspondent pas aux signatures des scellés {seals} sur {of}.',
  'verdict.faultyOnly': 'Intégrité non prouvée : l’unique scellé est défectueux. {reason}',
  'verdict.faultyOne': 'Intégrité non prouvée : le scellé {seal} sur {of} est défectueux. {reason}',
  'verdict.faultyMany': 'Intégrité non prouvée : les scellés {seals} sur {of} sont défectueux. {reason}',
  'verdict.stillOne': 'Le scellé {seal} correspond encore.',
  'verdict.stillMany': 'Les scellés {seals} correspondent encore.',
  'verdict.laterOne': 'Le scellé {seal}, apposé plus tard, correspond au fichier dans son état actuel.',
  'verdict.laterMany':
    'Les scellés {seals}, apposés plus tard, correspondent au fichier dans son état actuel.',

  'verdict.added': {
    one: 'Quelque chose a été ajouté après le scellement : {count} octet à la position {offset}{what} n’est couvert par aucun scellé.',
    other:
      'Quelque chose a été ajouté après le scellement : {count} octets à la position {offset}{what} ne sont couverts par aucun scellé.',
  },
  'verdict.addedMore': 'En tout, {bytes} en {places} endroits ne sont pas couverts.',
  'verdict.addedRest': 'Ce que le scellé couvre est inchangé.',
  'verdict.brokenOther': 'Les scellés ne se portent pas garants de ce fichier dans son état actuel. {reason}',

  'verdict.unsealed': 'Aucun scellé. Le fichier ne permet pas de dire s’il a été modifié.',
  'verdict.unsealedSigned':
    'Aucun scellé sur le fichier entier. Ce qui suit est dit par la signature propre de la caméra, et de la vidéo seule.',
  'verdict.unsealedEmpty':
    'Aucun scellé. L’emplacement de la signature ne contient que des zéros : la signature n’a jamais été achevée, ou elle a été retirée. Le fichier ne permet pas de dire s’il a été modifié.',
  'verdict.unsupported':
    'Scellé avec un algorithme que cette version ne peut pas vérifier ({algorithm}). Ni confirmé ni réfuté.',
  'verdict.unsupportedOthers': 'Le scellé {seals} correspond à ce qu’il couvre.',
  'verdict.unsupportedOthersMany': 'Les scellés {seals} correspondent à ce qu’ils couvrent.',
  'verdict.unreadable': 'Ce fichier ne peut pas être lu ; rien n’a donc pu être vérifié. {reason}',
  'verdict.notChecked': 'Ce fichier n’a pas encore été vérifié.',
  'trust.elsewhere': 'Non confirmé ici',
  'trust.elsewhere.why':
    'Jugé de confiance grâce à une racine qui n’est pas détenue ici à présent. Ce poste ne le confirme pas.',
  'vault.otherFile':
    'Le fichier dans le coffre n’est pas celui qui a été versé le {time}. Ce qui suit concerne le fichier qui y a été trouvé.',
  'vault.lost':
    'Le fichier versé le {time} n’est plus tel quel dans le coffre : il manque, n’est pas lisible, ou un autre est à sa place. Ce qui suit concerne peut-être un autre fichier.',

  'media.all': {
    one: 'La signature propre de la caméra confirme l’unique image.',
    other: 'La signature propre de la caméra confirme l’ensemble des {count} images.',
  },
  'media.some': 'La signature propre de la caméra confirme {verified} images sur {frames}.',
  'media.pending': {
    one: 'La dernière vient après la dernière signature.',
    other: 'Les {count} dernières viennent après la dernière signature.',
  },
  'media.cut': {
    one: 'La première ne peut pas être vérifiée : le fichier commence au milieu de son groupe d’images.',
    other:
      'Les {count} premières ne peuvent pas être vérifiées : le fichier commence au milieu de leur groupe d’images.',
  },
  'media.missing': {
    one: 'Dans un groupe d’images, quelque chose manque.',
    other: 'Dans {count} groupes d’images, quelque chose manque.',
  },
  'media.missingFrames': {
    one: '{count} image qui a été signée est absente.',
    other: '{count} images qui ont été signées sont absentes.',
  },
  'media.noneContradicts': 'Aucune ne la contredit.',
  'media.contradicted': 'La signature propre de la caméra contredit la vidéo.',
  'media.badOnly':
    'La signature propre de la caméra contredit la vidéo : son unique groupe d’images n’est pas ce que la caméra a signé.',
  'media.bad': {
    one: 'La signature propre de la caméra contredit la vidéo : un groupe d’images sur {groups} n’est pas ce que la caméra a signé.',
    other:
      'La signature propre de la caméra contredit la vidéo : {count} groupes d’images sur {groups} ne sont pas ce que la caméra a signé.',
  },
  'media.badRest': 'Des autres : {others}.',
  'groups.count.ok': { one: '{count} correspond', other: '{count} correspondent' },
  'groups.count.missing': { one: '{count} est incomplet', other: '{count} sont incomplets' },
  'groups.count.bad': { one: '{count} contredit', other: '{count} contredisent' },
  'groups.count.open': { one: '{count} ne peut être jugé', other: '{count} ne peuvent être jugés' },
  'media.notCheckable': 'La vidéo porte une signature de sa caméra qui n’a pas pu être vérifiée.',
  'media.notSigned': 'La vidéo ne porte aucune signature de sa caméra.',
  'media.notLookedFor':
    'La présence de signatures de la caméra dans la vidéo n’a pas été vérifiée : cette version ne les lit pas.',
  'media.track': 'Piste {track} : {sentence}',
  'media.signerTrustedBy.workstation':
    'Ce poste fait confiance au certificat de la caméra (racine : {root}).',
  'media.signerTrustedBy.case':
    'Dans cette affaire, on fait confiance au certificat de la caméra, mais pas sur ce poste (racine : {root}).',
  'media.signerTrustedBy.elsewhere':
    'Le certificat de la caméra était de confiance lors du dernier jugement (racine : {root}) ; cette racine n’est pas détenue ici à présent.',
  'media.signerTrustedThen':
    'Le certificat de la caméra était de confiance au moment qui compte (racine : {root}) ; à ce jour, la réponse est « {today} ».',
  'media.signerUnknown':
    'Quelle caméra a signé n’est pas prouvé : son certificat ne mène à aucune racine à laquelle on fait confiance ici.',
  'media.signerPath':
    'Quelle caméra a signé n’est pas prouvé : son certificat mène à une racine de confiance ici, mais pas d’une façon fiable. {reason}',
  'media.signerKeyOnly':
    'Quelle caméra a signé n’est pas prouvé : la vidéo apporte la clé de la caméra, mais aucun certificat qui dise à qui elle est.',
  'media.signerNotChecked':
    'Quelle caméra a signé n’est pas prouvé : la confiance à accorder à son certificat n’a pas été vérifiée.',
  'media.signerExpired': 'Le certificat de la caméra avait expiré le {expiry} (aujourd’hui : {today}).',
  'media.signerExpiredPath':
    'Un certificat sur lequel repose celui de la caméra avait expiré (aujourd’hui : {today}).',
  'media.signerNotYetValid':
    'Le certificat de la caméra, ou un autre sur lequel il repose, n’était pas encore valable (aujourd’hui : {today}).',
  'media.signerRevoked':
    'Le certificat de la caméra a été révoqué ; quelle caméra a signé n’est donc pas prouvé.',

  'notChecked.sentence': 'Non vérifié : {list}.',
  'notChecked.trust': 'qui est le signataire',
  'notChecked.revocation': 'si le certificat a été révoqué',
  'notChecked.media-signing': 'les signatures propres de la caméra dans la vidéo',
  'notChecked.unsupported-seal': 'le scellé dont cette version ne connaît pas l’algorithme',
  'notChecked.partial-file': 'les parties du fichier qui n’ont pas pu être lues',
  'notChecked.seal-time': 'si le scellé a été apposé au moment que le fichier indique',
  'notChecked.clock': 'si les horloges de la caméra et de l’enregistreur étaient justes',
  'notChecked.clockCompared':
    'si l’horloge de l’enregistreur était aussi fausse pendant l’enregistrement que lors de la comparaison',

  'chip.seal': 'Scellé',
  'chip.signer': 'Signataire',
  'chip.custody': 'Traçabilité',
  'chip.media': 'Vidéo',
  'mediaChip.authentic': 'Correspond',
  'mediaChip.andKey': '{pictures}, clé : {key}',
  'mediaChip.authentic.why': 'Chaque groupe d’images dont parle une signature lui correspond.',
  'mediaChip.authentic-with-missing': 'Incomplète',
  'mediaChip.authentic-with-missing.why':
    'Ce qui est là correspond aux signatures dans la vidéo, mais quelque chose qui a été signé manque.',
  'mediaChip.not-authentic': 'Contredite',
  'mediaChip.not-authentic.why':
    'Un groupe d’images, ou une signature dans la vidéo, n’est pas ce que la caméra a produit.',
  'mediaChip.not-checkable': 'Non vérifiée',
  'mediaChip.not-checkable.why':
    'Les signatures dans la vidéo n’ont pas été vérifiées, ou n’ont pas pu l’être.',
  'mediaChip.not-signed': 'Non signée',
  'mediaChip.not-signed.why': 'La vidéo ne porte aucune signature de sa caméra.',
  'intact.intact': 'Intact',
  'intact.intact.why': 'Les octets correspondent à la signature de chaque scellé.',
  'intact.weak': 'Intact, faible',
  'intact.weak.why':
    'Les octets correspondent à la signature de chaque scellé, mais un algorithme ou une clé est trop faible pour qu’on puisse s’y fier.',
  'intact.broken': 'Rompu',
  'intact.broken.why':
    'Les octets ne correspondent pas, le scellé est défectueux, ou quelque chose se trouve hors de sa portée.',
  'intact.added': 'Contenu ajouté',
  'intact.added.why':
    'Chaque scellé correspond à ce qu’il couvre, mais le fichier contient quelque chose qu’aucun scellé ne couvre.',
  'intact.unsealed': 'Aucun scellé',
  'intact.unsealed.why': 'Le fichier ne permet pas de dire s’il a été modifié.',
  'intact.unsupported': 'Non vérifiable',
  'intact.unsupported.why': 'Scellé avec un algorithme que cette version ne connaît pas.',
  'intact.unreadable': 'Illisible',
  'intact.unreadable.why': 'Le fichier ne peut pas être lu ; ses scellés ne peuvent donc pas être vérifiés.',
  'intact.not-checked': 'Non vérifié',
  'intact.not-checked.why': 'Les scellés de ce fichier n’ont pas encore été vérifiés.',
  'trust.trusted': 'De confiance',
  'trust.trusted.why':
    'Le certificat mène à une racine à laquelle on fait confiance ici, et il était valable au moment qui compte.',
  'trust.then': 'Valable alors',
  'trust.then.why': 'Le certificat était valable au moment qui compte, mais ne l’est plus aujourd’hui.',
  'trust.weak': 'Trop faible',
  'trust.weak.why': 'Le scellé emploie un algorithme ou une clé trop faible pour prouver qui l’a apposé.',
  'trust.untrusted': 'Inconnu',
  'trust.untrusted.why':
    'Le certificat ne mène à aucune racine à laquelle on fait confiance ici, ou pas d’une façon fiable.',
  'trust.expired': 'Expiré',
  'trust.expired.why': 'Le certificat avait expiré au moment qui compte.',
  'trust.not-yet-valid': 'Pas encore valable',
  'trust.not-yet-valid.why': 'Le certificat n’était pas encore valable au moment qui compte.',
  'trust.revoked': 'Révoqué',
  'trust.revoked.why': 'Le certificat a été révoqué.',
  'trust.not-checked': 'Non vérifié',
  'trust.not-checked.why': 'La confiance à accorder au signataire n’a pas été vérifiée.',
  'trust.none': 'Aucun',
  'trust.none.why': 'Il n’y a pas de scellé, donc personne n’a signé.',
  'trust.unproved': 'Non prouvé',
  'trust.unproved.why':
    'La signature ne vaut pas pour le fichier dans son état actuel ; le certificat qu’elle contient ne prouve donc rien sur son auteur.',
  'custody.complete': 'Conforme',
  'custody.complete.why':
    'Chaque écriture du registre au sujet de cette pièce correspond au fichier dans le coffre.',
  'custody.mismatch': 'Discordance',
  'custody.mismatch.why': 'Le fichier dans le coffre n’est pas celui dont parle le registre.',
  'custody.not-checked': 'Non vérifiée',
  'custody.not-checked.why':
    'Le fichier dans le coffre n’a pas été comparé au registre durant cette session.',
  'seal.intact': 'Intact',
  'seal.broken': 'Rompu',
  'seal.unsupported': 'Non vérifiable',
  'seal.empty': 'Aucune signature',
} as const satisfies Translation
