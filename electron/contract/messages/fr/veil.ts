// Contenus sensibles : marquage des pièces, voile sur l’image et le son.
import type { Translation } from '../translation.ts'

export const veil = {
  'sensitive.chip': 'Contenu',
  'sensitive.word': 'Sensible',
  'sensitive.why': 'Marqué comme sensible : image et son restent voilés tant que personne ne lève le voile.',
  'sensitive.mark': 'Marquer comme sensible',
  'sensitive.unmark': 'N’est plus sensible',
  'sensitive.notChanged': 'Le marquage n’a pas été modifié.',
  'veil.title': 'Voilé',
  'veil.why.sensitive': 'Cette pièce est marquée comme sensible.',
  'veil.why.all': 'Cette affaire voile chaque pièce jusqu’à ce qu’elle soit regardée.',
  'veil.why.hand': 'Vous avez voilé cette pièce.',
  'veil.same':
    'Aucune image n’est dessinée et aucun son n’est joué tant que vous ne levez pas le voile. Il reste levé jusqu’à la fermeture de l’affaire.',
  'veil.recorded': 'La levée du voile est consignée au registre.',
  'veil.lift': 'Lever le voile',
  'veil.lower': 'Voiler l’image',
  'veil.toggle': 'Voiler l’image, ou lever le voile',
  'veil.noStill': 'L’image est voilée : levez le voile pour en produire une image fixe.',
  'veil.thumbnail': 'Image voilée',
  'veil.ledger.down': 'Sous le voile : aucune image n’a été montrée',
  'veil.ledger.lifted': 'Le voile a été levé',
  'veil.notRecorded': 'La levée du voile ne figure pas au registre.',
  'veil.caseOn': 'Voiler chaque pièce jusqu’à ce qu’elle soit regardée',
  'veil.caseOnHint':
    'Aucune image n’est dessinée et aucun son n’est joué, pas même une vignette, avant que quelqu’un lève le voile. Le menu de l’affaire permet de le changer plus tard.',
  'veil.caseOff': 'Voiler seulement les pièces sensibles',
  'veil.caseNotChanged': 'Le voile de l’affaire n’a pas été modifié.',
  'export.sensitive': 'L’affaire la marque comme sensible.',
  'receipt.sensitive': '« {name} » est marqué comme sensible dans l’affaire.',
} as const satisfies Translation
