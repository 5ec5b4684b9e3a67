/** A colour between two, `share` of the second: `#rgb` or `#rrggbb`. */
export function between(one: string, other: string, share: number): string {
  const [from, to] = [parts(one), parts(other)]
  const mixed = from.map((part, at) => Math.round(part + ((to[at] ?? part) - part) * share))
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Black or white text, whichever is read better on a colour (WCAG 2.2 relative luminance). */
export function readable(colour: string): string {
  const [red = 0, green = 0, blue = 0] = parts(colour).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance > 0.179 ? '#101314' : '#ffffff'
}

/** Red, green and blue, 0 to 255. A style sheet that was made small writes `#fff`. */
function parts(colour: string): readonly number[] {
  const digits = colour.slice(1)
  const whole = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16))
}
