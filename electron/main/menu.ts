// The application menu: only what the system does itself. Everything of the domain is in the window.
import { app, Menu, type MenuItemConstructorOptions } from 'electron'

export function setApplicationMenu(): void {
  const isMac = process.platform === 'darwin'
  app.setAboutPanelOptions({
    applicationName: 'Exhibit',
    applicationVersion: app.getVersion(),
    copyright: 'The Exhibit developers. Apache License 2.0',
  })
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : development),
      ],
    },
    { role: 'help', submenu: [{ role: 'about' }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
