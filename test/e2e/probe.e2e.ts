import { test } from '@playwright/test'
import { launchExhibit } from './support/launch.ts'
test('probe', async () => {
  const ex = await launchExhibit()
  for (const f of [
    () => 0,
  ]) f()
  const say = async (s: string) => { await ex.window.waitForTimeout(700); console.log(s, await ex.window.evaluate(() => [innerWidth, innerHeight, screen.width, screen.height, devicePixelRatio]), await ex.app.evaluate(({BrowserWindow, screen}) => { const w = BrowserWindow.getAllWindows()[0]!; return [w.getBounds(), w.getContentBounds(), screen.getPrimaryDisplay().workArea, w.isMaximized(), w.isFullScreen()] })) }
  await say('start')
  await ex.app.evaluate(({BrowserWindow}) => BrowserWindow.getAllWindows()[0]!.setContentSize(1280,720)); await say('1280')
  await ex.app.evaluate(({BrowserWindow}) => BrowserWindow.getAllWindows()[0]!.setContentSize(1920,1080)); await say('1920')
  await ex.app.evaluate(({BrowserWindow}) => BrowserWindow.getAllWindows()[0]!.setContentBounds({x:0,y:0,width:1920,height:1080})); await say('1920b')
  await ex.close()
})
