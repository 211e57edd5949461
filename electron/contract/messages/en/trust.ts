// Whom this workstation and this case trust: certificates, lists of revoked ones, and what relies on them.
export const trust = {
  'trustStore.title': 'Trust',
  'trustStore.text':
    'A signer is trusted where the certificate leads to one of these roots. A key that comes inside a file proves that the file is unchanged, not who made it.',
  'trustStore.loading': 'Loading whom you trust…',
  'trustStore.storeHash': 'Hash of the store',
  'trustStore.storeHashHint':
    'Names everything that is listed here. It stands in every report, so that a reader can tell what was trusted then.',
  'trustStore.problems': 'What is held and not relied on:',
  'trustStore.add': 'Add…',
  'trustStore.export': 'Export all…',
  'trustStore.exportChoose': 'Save the trusted certificates and lists',
  'trustStore.exported': 'The trusted certificates and lists were written to {path}',
  'trustStore.notExported': 'Nothing was exported.',

  'trustStore.scope.case': 'This case',
  'trustStore.scope.workstation': 'This workstation',
  'trustStore.scopeText.case': 'Counts in this case only, and goes with its folder.',
  'trustStore.scopeText.workstation': 'Counts in every case that is opened here, and stays on this computer.',
  'trustStore.noCase': 'Open a case to see and change whom that case trusts.',
  'trustStore.none.case': 'Nobody is trusted by this case itself',
  'trustStore.none.workstation': 'Nobody is trusted by this workstation',
  'trustStore.noneText':
    'Without a trusted root no signer is called trusted: a seal then proves that a file is unchanged, and not by whom it was sealed. Add the certificate that the recorder’s owner gave you.',
  'trustStore.noneShort': 'What stands in the other list counts here too.',

  'trustStore.root': 'Root certificate',
  'trustStore.list': 'List of revoked certificates',
  'trustStore.listIssuer': 'Issued by',
  'trustStore.listed': 'Lists',
  'trustStore.listedCount': { one: 'one certificate', other: '{count} certificates' },
  'trustStore.listDates': 'Issued',
  'trustStore.listDatesValue': '{from}; the next one was announced for {to}',
  'trustStore.listDatesOpen': '{from}; no next one was announced',
  'trustStore.state': 'Validity',
  'trustStore.expired': 'Expired',
  'trustStore.expiredWhy': 'Files that were sealed while it was valid are still judged by it.',
  'trustStore.notYetValid': 'Not yet valid',
  'trustStore.notYetValidWhy': 'Its validity has not begun.',
  'trustStore.outOfDate': 'Out of date',
  'trustStore.outOfDateWhy': 'A newer list was announced for a day that has passed.',
  'trustStore.validity': '{from} to {to}',
  'trustStore.added': 'Added',
  'trustStore.addedBy': '{time}, by {who}',
  'trustStore.reason': 'Reason',
  'trustStore.reasonHint':
    'Stands in the ledger, with your name and the time. For example how the fingerprint was compared.',
  'trustStore.reliedOnBy': { one: 'Relied on by one item', other: 'Relied on by {count} items' },
  'trustStore.reliedOnByNone': 'Relied on by no item of this case',
  'trustStore.reliedOnMore': { one: 'and one more', other: 'and {count} more' },

  'trustStore.choose': 'Choose certificates or a list of revoked ones',
  'trustStore.files': 'Certificates and lists',
  'trustStore.addTitle': 'Add to those trusted',
  'trustStore.addFile': 'From {path}',
  'trustStore.addText':
    'Every certificate in the file becomes a trusted root: each signer whose certificate leads to one of them is called trusted. Lists of revoked certificates in it are used as well.',
  'trustStore.addNow': 'Trust it',
  'trustStore.addAll': 'Trust all {count}',
  'trustStore.reading': 'Reading the file…',
  'trustStore.found': 'In the file',
  'trustStore.where': 'Counts in',
  'trustStore.notAdded': 'Nothing was added.',
  'trustStore.addedCertificates': {
    one: 'One certificate is trusted now.',
    other: '{count} certificates are trusted now.',
  },
  'trustStore.addedLists': {
    one: 'One list of revoked certificates was added.',
    other: '{count} lists of revoked certificates were added.',
  },
  'trustStore.addedNothing': 'Nothing was added: all of it was held there already.',

  'trustStore.remove': 'Remove…',
  'trustStore.removeTitle': 'Remove {name}',
  'trustStore.removeNow': 'Remove it',
  'trustStore.removeText': 'Seals themselves are not affected: what is unchanged stays unchanged.',
  'trustStore.removeLoses': {
    one: 'This item loses its trusted signer, unless another root stands for it:',
    other: 'These {count} items lose their trusted signer, unless another root stands for them:',
  },
  'trustStore.removeLosesNone': 'No item of the open case relies on it.',
  'trustStore.removeNoCase': 'Which items of other cases rely on it shows when they are opened.',
  'trustStore.removeHeldElsewhere.case':
    'It is trusted by this case too, so nothing changes here: other cases may lose it.',
  'trustStore.removeHeldElsewhere.workstation':
    'It is trusted by this workstation too, so no answer changes.',
  'trustStore.removeListText':
    'Certificates that only this list names as revoked are no longer called revoked, and that revocation was not checked is said again.',
} as const
