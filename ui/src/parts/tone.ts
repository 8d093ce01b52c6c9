/** How good or bad the news of a badge is. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral'
