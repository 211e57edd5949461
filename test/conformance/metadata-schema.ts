// ONVIF's own schemas as a judge, through xmllint. The schemas are not part of this project: they are put together from the
// shared folder, where it is present, in a temporary folder.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const shared = process.env['EXHIBIT_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared')

/** Why there is no judge here; null where there is one. */
export function schemaMissing(): string | null {
  const specs = path.join(shared, 'specs/metadatastream.xsd')
  if (!existsSync(specs)) return `no ONVIF schemas: ${specs} is absent`
  const found = spawnSync('xmllint', ['--version']).status === 0
  return found ? null : 'xmllint is not installed (Debian: libxml2-utils)'
}

export type SchemaJudge = {
  /** What xmllint says against the document; empty where it is valid. */
  complaints(xml: string | Uint8Array): string
  dispose(): void
}

/**
 * libxml2 cannot compile the whole of onvif.xsd, so tt:Message and ItemList are cut out of it; OASIS' b-2.xsd is not at hand,
 * so a stub stands in for it: the wsnt wrapper is judged by that alone.
 */
export function openSchemaJudge(): SchemaJudge {
  const folder = mkdtempSync(path.join(tmpdir(), 'exhibit-schema-'))
  const specs = path.join(shared, 'specs')
  for (const name of ['common.xsd', 'humanbody.xsd', 'humanface.xsd', 'metadatastream.xsd']) {
    const local = readFileSync(path.join(specs, name), 'utf8')
      .replaceAll(/schemaLocation="[^"]*onvif\.xsd"/g, 'schemaLocation="common.xsd"')
      .replaceAll(/schemaLocation="[^"]*\/([^"/]+\.xsd)"/g, 'schemaLocation="$1"')
    writeFileSync(path.join(folder, name), local)
  }
  writeFileSync(path.join(folder, 'b-2.xsd'), notificationStub)
  writeFileSync(
    path.join(folder, 'messages.xsd'),
    cutMessages(readFileSync(path.join(specs, 'onvif.xsd'), 'utf8')),
  )
  writeFileSync(path.join(folder, 'all.xsd'), all)
  const document = path.join(folder, 'document.xml')
  return {
    complaints(xml) {
      writeFileSync(document, xml)
      const args = ['--noout', '--nonet', '--schema', path.join(folder, 'all.xsd'), document]
      const { status, stderr } = spawnSync('xmllint', args, { encoding: 'utf8' })
      return status === 0 ? '' : stderr || `xmllint ended with ${String(status)}`
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const head =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tt="http://www.onvif.org/ver10/schema"' +
  ' targetNamespace="http://www.onvif.org/ver10/schema" elementFormDefault="qualified">'

const all = `${head}<xs:include schemaLocation="metadatastream.xsd"/><xs:include schemaLocation="messages.xsd"/></xs:schema>`

function cutMessages(onvif: string): string {
  const definitions = [
    ['simpleType', 'PropertyOperation'],
    ['element', 'Message'],
    ['complexType', 'MessageExtension'],
    ['complexType', 'ItemList'],
    ['complexType', 'ItemListExtension'],
  ].map(([kind, name]) => {
    // The outermost definitions are indented by one tab, and so are their ends.
    const start = onvif.indexOf(`\n\t<xs:${kind} name="${name}">`)
    const end = `\n\t</xs:${kind}>`
    return onvif.slice(start, onvif.indexOf(end, start) + end.length)
  })
  return `${head}${definitions.join('')}</xs:schema>`
}

const notificationStub = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"
  targetNamespace="http://docs.oasis-open.org/wsn/b-2" elementFormDefault="qualified">
  <xs:element name="Topic"><xs:complexType mixed="true">
    <xs:sequence><xs:any minOccurs="0" processContents="lax"/></xs:sequence>
    <xs:attribute name="Dialect" type="xs:anyURI" use="required"/><xs:anyAttribute/>
  </xs:complexType></xs:element>
  <xs:element name="NotificationMessage"><xs:complexType><xs:sequence>
    <xs:element ref="wsnt:Topic" minOccurs="0"/>
    <xs:element name="ProducerReference" type="xs:anyType" minOccurs="0"/>
    <xs:element name="Message"><xs:complexType><xs:sequence>
      <xs:any namespace="##any" processContents="strict"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`
