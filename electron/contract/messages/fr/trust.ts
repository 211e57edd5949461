// À qui ce poste et cette affaire font confiance : certificats, listes de révocation, et ce qui repose sur eux.
import type { Translation } from '../translation.ts'

export const trust = {
  'trustStore.title': 'Confiance',
  'trustStore.text':
    'Un signataire est de confiance quand le certificat mène à l’une de ces racines. Une clé qui vient dans un fichier prouve que le fichier est inchangé, non qui l’a fait.',
  'trustStore.loading': 'Chargement de ceux à qui vous faites confiance…',
  'trustStore.storeHash': 'Empreinte du magasin',
  'trustStore.storeHashHint':
    'Désigne tout ce qui est listé ici. Elle figure dans chaque rapport, pour qu’un lecteur sache à quoi il était alors fait confiance.',
  'trustStore.problems': 'Ce qui est gardé sans être employé :',
  'trustStore.add': 'Ajouter…',
  'trustStore.export': 'Tout exporter…',
  'trustStore.exportChoose': 'Enregistrer les certificats de confiance et les listes',
  'trustStore.exported': 'Les certificats de confiance et les listes ont été écrits dans {path}',
  'trustStore.notExported': 'Rien n’a été exporté.',

  'trustStore.scope.case': 'Cette affaire',
  'trustStore.scope.caseNamed': 'Cette affaire ({reference})',
  'trustStore.scope.workstation': 'Ce poste',
  'trustStore.scopeText.case': 'Ne vaut que dans cette affaire, et suit son dossier.',
  'trustStore.scopeText.workstation': 'Vaut dans toute affaire ouverte ici, et reste sur cet ordinateur.',
  'trustStore.scopeText.noCase': 'Aucune affaire n’est ouverte.',
  'trustStore.noCase': 'Ouvrez une affaire pour voir et changer à qui elle fait confiance.',
  'trustStore.none.case': 'Cette affaire elle-même ne fait confiance à personne',
  'trustStore.none.workstation': 'Ce poste ne fait confiance à personne',
  'trustStore.noneText':
    'Sans racine de confiance, aucun signataire n’est dit de confiance : un scellé prouve alors qu’un fichier est inchangé, et non par qui il a été scellé. Ajoutez le certificat que le propriétaire de l’enregistreur vous a donné.',
  'trustStore.noneShort': 'Ce qui figure dans l’autre liste vaut ici aussi.',

  'trustStore.root': 'Certificat racine',
  'trustStore.list': 'Liste de certificats révoqués',
  'trustStore.listIssuer': 'Émise par',
  'trustStore.listed': 'Liste',
  'trustStore.listedCount': { one: '{count} certificat', other: '{count} certificats' },
  'trustStore.listDates': 'Émise',
  'trustStore.listDatesValue': '{from} ; la suivante était annoncée pour le {to}',
  'trustStore.listDatesOpen': '{from} ; aucune suivante n’était annoncée',
  'trustStore.state': 'Validité',
  'trustStore.expired': 'Expiré',
  'trustStore.expiredWhy': 'Les fichiers scellés quand il était valable sont toujours jugés d’après lui.',
  'trustStore.notYetValid': 'Pas encore valable',
  'trustStore.notYetValidWhy': 'Sa validité n’a pas commencé.',
  'trustStore.outOfDate': 'Périmée',
  'trustStore.outOfDateWhy': 'Une liste plus récente était annoncée pour un jour passé.',
  'trustStore.validity': '{from} à {to}',
  'trustStore.added': 'Ajouté',
  'trustStore.addedBy': '{time}, par {who}',
  'trustStore.reason': 'Motif',
  'trustStore.reasonHint': 'Figure au registre, avec votre nom et l’heure.',
  'trustStore.reasonHint.noCase': 'Aucune affaire n’est ouverte : il ne figure donc dans aucun registre.',
  'trustStore.reasonExample': 'Par exemple comment l’empreinte a été comparée.',
  'trustStore.reliedOnBy': { one: '{count} pièce repose dessus', other: '{count} pièces reposent dessus' },
  'trustStore.reliedOnByNone': 'Aucune pièce de cette affaire ne repose dessus',
  'trustStore.reliedOnMore': { one: 'et {count} autre', other: 'et {count} autres' },

  'trustStore.choose': 'Choisir des certificats ou une liste de révocation',
  'trustStore.files': 'Certificats et listes',
  'trustStore.addTitle': 'Ajouter à ceux de confiance',
  'trustStore.addFile': 'Depuis {path}',
  'trustStore.reading': 'Lecture du contenu du fichier…',
  'trustStore.inFile': 'Dans le fichier',
  'trustStore.madeOutTo': 'Établi pour',
  'trustStore.addText': {
    one: 'Ce certificat devient une racine de confiance : tout signataire dont le certificat y mène est dit de confiance. Comparez son empreinte à celle que son titulaire vous a donnée par une autre voie.',
    other:
      'Chacun de ces {count} certificats devient une racine de confiance : tout signataire dont le certificat mène à l’un d’eux est dit de confiance. Comparez les empreintes à celles que leurs titulaires vous ont données par une autre voie.',
  },
  'trustStore.addListText': 'Les certificats qu’une liste dit révoqués sont dits révoqués.',
  'trustStore.addNow': { one: 'Lui faire confiance', other: 'Faire confiance aux {count}' },
  'trustStore.useLists': { one: 'Employer cette liste', other: 'Employer les {count} listes' },
  'trustStore.where': 'Vaut dans',
  'trustStore.notAdded': 'Rien n’a été ajouté.',
  'trustStore.addedCertificates': {
    one: '{count} certificat est maintenant de confiance.',
    other: '{count} certificats sont maintenant de confiance.',
  },
  'trustStore.addedLists': {
    one: '{count} liste de révocation a été ajoutée.',
    other: '{count} listes de révocation ont été ajoutées.',
  },
  'trustStore.addedNothing': 'Rien n’a été ajouté : tout s’y trouvait déjà.',

  'trustStore.remove': 'Retirer…',
  'trustStore.removeTitle': 'Retirer {name}',
  'trustStore.removeNow': 'Retirer',
  'trustStore.removeText': 'Les scellés eux-mêmes ne sont pas touchés : ce qui est inchangé reste inchangé.',
  'trustStore.removeLoses': {
    one: '{count} pièce perd son signataire de confiance, sauf si une autre racine en répond :',
    other: 'Ces {count} pièces perdent leur signataire de confiance, sauf si une autre racine en répond :',
  },
  'trustStore.removeLosesNone': 'Aucune pièce de l’affaire ouverte ne repose dessus.',
  'trustStore.removeNoCase':
    'Quelles pièces d’autres affaires reposent dessus se voit quand elles sont ouvertes.',
  'trustStore.removeHeldElsewhere.case':
    'Cette affaire lui fait aussi confiance, donc rien ne change ici : d’autres affaires peuvent le perdre.',
  'trustStore.removeHeldElsewhere.workstation':
    'Ce poste lui fait aussi confiance, donc aucune réponse ne change.',
  'trustStore.removeListText':
    'Les certificats que cette liste est seule à dire révoqués ne sont plus dits révoqués, et il est de nouveau dit que la révocation n’a pas été vérifiée.',
} as const satisfies Translation
