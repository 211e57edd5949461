// Entry of the window. The first import has to stay first: see client/without-eval.ts.
import './client/without-eval.ts'
import { mount } from 'svelte'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './app.css'
import App from './App.svelte'
import { runSmoke } from './smoke.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })

if (location.hash === '#smoke') void runSmoke()
