import { mount } from 'svelte'
import App from './App.svelte'
import Broken from './Broken.svelte'
import { asAppError, connect, openShell } from './ipc/call'
import './styles/tokens.css'
import './styles/base.css'

const target = document.getElementById('app')
if (target) {
  openShell()
    .then(connect)
    .then(
      () => mount(App, { target }),
      (thrown) => mount(Broken, { target, props: { error: asAppError(thrown) } }),
    )
}
