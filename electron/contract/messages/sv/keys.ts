// Granskningens tangenter, och listan som visar och ändrar dem.
import type { Translation } from '../translation.ts'

export const keys = {
  'command.togglePlaying': 'Spela upp och pausa',
  'command.playForward': 'Spela framåt; en gång till: snabbare',
  'command.playBack': 'Spela bakåt; en gång till: snabbare',
  'command.stop': 'Stopp',
  'command.faster': 'Snabbare',
  'command.slower': 'Långsammare',
  'command.toggleMuted': 'Ljud på och av',
  'command.secondForward': 'En sekund framåt',
  'command.secondBack': 'En sekund bakåt',
  'command.nextGap': 'Över nästa lucka',
  'command.previousGap': 'Tillbaka över luckan före',
  'command.firstPicture': 'Första bilden',
  'command.lastPicture': 'Sista bilden',
  'command.toggleFit': 'Hela bilden, eller varje lagrad bildpunkt en gång',

  'player.jump': 'Gå till en lucka, en markering, en sekund eller en annan plats',

  'keys.title': 'Granskningens tangenter',
  'keys.open': 'Tangenter',
  'keys.search': 'Sök bland kommandon och tangenter',
  'keys.count': { one: '{count} kommando', other: '{count} kommandon' },
  'keys.noMatch': 'Inget kommando passar',
  'keys.group.play': 'Uppspelning',
  'keys.group.move': 'Förflyttning',
  'keys.group.mark': 'Markera och spara',
  'keys.group.look': 'Visning',
  'keys.change': 'Ändra',
  'keys.changeOf': 'Ändra tangenten för ”{command}”',
  'keys.press': 'Tryck på den nya tangenten. Escape lämnar allt som det är.',
  'keys.taken': '{key} är tangenten för ”{command}”.',
  'keys.swap': 'Byt båda tangenterna',
  'keys.leave': 'Lämna så',
  'keys.done': '”{command}” har nu tangenten {key}.',
  'keys.reset': 'Återställ',
  'keys.resetAll': 'Återställ alla tangenter',
  'keys.settings': 'Tangenter',
  'keys.settingsOpen': 'Visa och ändra tangenter',

  'keys.label': '{text} ({key})',
  'keys.shift': 'Skift+{key}',
  'keys.space': 'Blanksteg',
  'keys.home': 'Home',
  'keys.end': 'End',
  'keys.pageUp': 'Page Up',
  'keys.pageDown': 'Page Down',
  'keys.delete': 'Delete',
  'command.nextProblem': 'Nästa ställe som kamerans signatur inte bekräftar',
  'command.previousProblem': 'Föregående ställe som kamerans signatur inte bekräftar',
  'keys.text':
    'De verkar överallt i granskningen, men inte medan något skrivs. En stegtangent som hålls fortsätter, varje bild visas före nästa. {stop} hållen med {forward} eller {back}: en bild, sedan långsamt så länge båda hålls.',
  'keys.refused.reserved':
    '{key} flyttar fokus, bekräftar eller stänger överallt. Tryck på en annan tangent.',
  'keys.refused.modified':
    'Tangenter med Ctrl, Alt eller ⌘ hör till programmet och systemet. Tryck på en annan tangent.',
  'keys.doneSwapped': '”{command}” har nu tangenten {key}, ”{other}” har {otherKey}.',
  'keys.resetOf': 'Ge ”{command}” tangenten som den hade från början',
  'keys.resetDone': 'Tangenterna är de som de var från början.',
  'keys.settingsText':
    'Varje kommando i granskningen har en tangent, som kan ändras på den här arbetsstationen.',
} as const satisfies Translation
