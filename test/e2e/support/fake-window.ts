// A real window on made-up evidence with everything that tests of its screens need, and pictures of them for human eyes.
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { stubDialogs } from './dialogs.ts'
import { answerWith } from './fake-engine.ts'
import { launchExhibit, type Exhibit } from './launch.ts'
import { lookAround } from './looks.ts'
import { resize, watchComplaints } from './window.ts'

export type FakeWindow = {
  exhibit: Exhibit
  bridge: FakeBridge
  /** Pictures of what is on the screen in both themes and at two sizes. */
  look(what: string): Promise<void>
  /** What was wrong with the screens, and what the page complained of, since the last question. */
  takeFaults(): string[]
}

/** Pictures go to `test-results/<folder>`; `jobMs`: how long each piece of work takes. */
export async function openFakeWindow(folder: string, { jobMs = 0 } = {}): Promise<FakeWindow> {
  const exhibit = await launchExhibit()
  const complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await exhibit.window.waitForLoadState('load')
  const bridge = createFakeBridge({}, { jobMs })
  // No file stands behind these items, so that no still picture is asked for.
  for (const { summary } of bridge.items) summary.hasThumbnail = false
  await answerWith(exhibit, bridge)
  const faults = new Set<string>()

  async function look(what: string): Promise<void> {
    for (const fault of await lookAround(exhibit, `${folder}/${what}`)) faults.add(fault)
    await resize(exhibit, 1280, 720)
  }

  function takeFaults(): string[] {
    const found = [...faults, ...complaints.splice(0)]
    faults.clear()
    return found
  }
  return { exhibit, bridge, look, takeFaults }
}
