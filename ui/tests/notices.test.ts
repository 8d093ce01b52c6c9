import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { open, press, textOf, type } from './stage'

const rows = () => screen.findAllByTestId('notice-row')
const settings = () => screen.findByTestId('notices-settings')
const errors = async () => (await screen.findAllByTestId('error-state')).map(textOf)

async function words(kind: string) {
  await screen.findByTestId(`notice-words-${kind}`)
  await press(`notice-words-${kind}`)
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('notice-subject').value).not.toBe(''))
  return screen.getByTestId('notice-dialog')
}

describe('which letters there are to be', () => {
  test('is what the shell says, switch by switch', async () => {
    const shell = await open('#/settings')
    await settings()
    expect((await screen.findByTestId('notice-earned')).dataset['on']).toBe('true')
    expect(screen.getByTestId('notice-trial').dataset['on']).toBe('false')
    await fireEvent.click(screen.getByTestId('notice-switch-trial'))
    await waitFor(() => expect(screen.getByTestId('notice-trial').dataset['on']).toBe('true'))
    expect(shell.asked).toContain('noticeSwitch')
    expect(textOf(screen.getByTestId('notice-trial'))).toContain('On since')
  })

  test('cannot be changed in a db that is looked at only', async () => {
    await open('#/settings', 'read_only')
    await settings()
    expect((await screen.findByTestId<HTMLInputElement>('notice-switch-earned')).disabled).toBe(true)
    expect(screen.getByTestId<HTMLButtonElement>('mail-server').disabled).toBe(true)
    for (const button of await screen.findAllByTestId<HTMLButtonElement>('notice-again')) expect(button.disabled).toBe(true)
  })

  test('and how long before an expiry is a number of days', async () => {
    await open('#/settings')
    await screen.findByTestId('notice-days')
    await type('notice-days', 'soon')
    await fireEvent.keyDown(screen.getByTestId('notice-days'), { code: 'Enter' })
    await waitFor(() => expect(textOf(screen.getByTestId('notices-settings'))).toContain('Give a number of days from 1 to 365.'))
    await type('notice-days', '14')
    await fireEvent.blur(screen.getByTestId('notice-days'))
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('notice-days').value).toBe('14'))
    await waitFor(() => expect(textOf(screen.getByTestId('notices-settings'))).not.toContain('Give a number'))
  })
})

describe('the mail server', () => {
  test('is refused at the field that is wrong, and taken when it is right', async () => {
    const shell = await open('#/settings')
    await screen.findByTestId('mail-server')
    await press('mail-server')
    const dialog = screen.getByTestId('mail-dialog')
    expect(screen.getByTestId<HTMLInputElement>('mail-password').type).toBe('password')
    expect(screen.getByTestId<HTMLInputElement>('mail-password').value).toBe('')
    await type('mail-host', 'no such server')
    await press('mail-save')
    await waitFor(() => expect(textOf(dialog)).toContain('This is no name of a mail server'))
    expect(screen.getByTestId('mail-host').getAttribute('aria-invalid')).toBe('true')
    await type('mail-host', 'mail.example.com')
    await fireEvent.change(screen.getByTestId('mail-tls'), { target: { value: 'off' } })
    expect(screen.getByTestId<HTMLInputElement>('mail-port').value).toBe('25')
    await press('mail-save')
    await waitFor(() => expect(textOf(dialog)).toContain('Without encryption the password could be read on the way'))
    await fireEvent.change(screen.getByTestId('mail-tls'), { target: { value: 'starttls' } })
    await press('mail-save')
    await waitFor(() => expect(screen.queryByTestId('mail-dialog')).toBeNull())
    expect(textOf(await settings())).toContain('mail.example.com:587')
    expect(shell.asked.filter((name) => name === 'noticeServer')).toHaveLength(3)
  })

  test('that is taken away leaves letters waiting, and says so', async () => {
    await open('#/settings')
    await screen.findByTestId('mail-server')
    await press('mail-server')
    await press('mail-none')
    await waitFor(async () => expect(textOf(await settings())).toContain('No mail server is set: letters wait.'))
    await press('notices-send')
    await waitFor(() => expect(screen.getAllByTestId('toast').map(textOf)).toContainEqual(expect.stringContaining('No mail server is set; set one under Settings, Letters.')))
  })
})

describe('the words of a letter', () => {
  test('are shown in a frame that runs nothing', async () => {
    await open('#/settings')
    await words('earned')
    const frame = await screen.findByTestId<HTMLIFrameElement>('preview-frame')
    expect(frame.getAttribute('sandbox')).toBe('')
    expect(frame.getAttribute('srcdoc')).toContain('Ada Lovelace')
    expect(frame.getAttribute('src')).toBeNull()
    expect(textOf(screen.getByTestId('preview-subject'))).toBe('About earned: 12.50 EUR')
    await fireEvent.click(within(screen.getByTestId('preview-side')).getByLabelText('Plain'))
    expect(textOf(await screen.findByTestId('preview-text'))).toContain('Hello Ada Lovelace,')
  })

  test('with a placeholder that there is not are refused in one sentence, and what stood stays', async () => {
    const shell = await open('#/settings')
    await words('earned')
    await screen.findByTestId('preview-frame')
    await type('notice-subject', 'Hello {nmae}')
    await waitFor(async () => expect(await errors()).toEqual([expect.stringContaining('There is no placeholder {nmae}; use one of {name}, {advocate}')]))
    expect(textOf(screen.getByTestId('preview-subject'))).toBe('About earned: 12.50 EUR')
    await press('notice-save')
    await waitFor(async () => expect(await errors()).toHaveLength(2))
    expect(shell.asked).toContain('noticeSave')
    expect(textOf(screen.getByTestId('notice-dialog'))).toContain('ready words')
  })

  test('are kept for each language, and ours come back', async () => {
    await open('#/settings')
    const dialog = await words('paid_out')
    await type('notice-subject', 'Yours: {amount}')
    await waitFor(() => expect(textOf(screen.getByTestId('preview-subject'))).toBe('Yours: 12.50 EUR'))
    await press('notice-save')
    await waitFor(() => expect(textOf(dialog)).toContain('your own words'))
    await fireEvent.click(within(screen.getByTestId('notice-words-language')).getByLabelText('Russian'))
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('notice-subject').value).toContain('О том'))
    expect(textOf(dialog)).toContain('ready words')
    await fireEvent.click(within(screen.getByTestId('notice-words-language')).getByLabelText('English'))
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('notice-subject').value).toBe('Yours: {amount}'))
    await screen.findByTestId('notice-reset')
    await press('notice-reset')
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('notice-subject').value).toBe('About paid_out: {amount}'))
  })

  test('go to an address for trial', async () => {
    await open('#/settings', 'ready', 'ru')
    await words('earned')
    await type('notice-test-to', 'не адрес')
    await press('notice-test')
    await waitFor(async () => expect(await errors()).toEqual(['«не адрес» не адрес почты; введите что-то вроде ada@example.com.']))
    await type('notice-test-to', 'nobody@example.com')
    await press('notice-test')
    await waitFor(async () => expect((await errors())[0]).toContain('550 5.1.1 no such mailbox'))
    await type('notice-test-to', 'me@example.com')
    await press('notice-test')
    await waitFor(() => expect(textOf(screen.getByTestId('toast'))).toBe('Пробное письмо на me@example.com принято почтовым сервером.'))
  })
})

describe('the list of letters', () => {
  test('says why each is where it is, and offers a decision where one is needed', async () => {
    await open('#/settings')
    for (const row of await rows()) {
      const state = row.dataset['state'] ?? ''
      expect(within(row).queryByTestId('notice-again') !== null, state).toBe(state === 'unknown' || state === 'failed')
    }
    const unknown = (await rows()).find((row) => row.dataset['state'] === 'unknown')
    expect(textOf(unknown)).toContain('The line broke after the letter had begun to leave: it may have arrived.')
    expect(textOf(unknown)).toContain('connection reset by peer')
  })

  test('takes a person’s word, once more or never', async () => {
    const shell = await open('#/settings')
    await fireEvent.change(await screen.findByTestId('notices-state'), { target: { value: 'unknown' } })
    await waitFor(async () => expect((await rows()).every((row) => row.dataset['state'] === 'unknown')).toBe(true))
    const [first, second] = await rows()
    if (!first || !second) throw new Error('there are two')
    await fireEvent.click(within(first).getByTestId('notice-again'))
    await waitFor(() => expect(screen.queryAllByTestId('notice-row').some((row) => row.dataset['no'] === first.dataset['no'])).toBe(false))
    await fireEvent.click(within(second).getByTestId('notice-leave'))
    await waitFor(() => expect(screen.queryAllByTestId('notice-row').some((row) => row.dataset['no'] === second.dataset['no'])).toBe(false))
    expect(shell.asked.filter((name) => name === 'noticeDecide')).toHaveLength(2)
  })

  test('is sent at once when somebody asks', async () => {
    await open('#/settings')
    await screen.findByTestId('notices-send')
    await press('notices-send')
    await waitFor(() => expect(textOf(screen.getByTestId('toast'))).toMatch(/^Sent: \d+\. Refused: 0\. Not known: 0\.$/))
    await waitFor(() => expect(screen.queryByTestId('notices-send')).toBeNull())
  })
})
