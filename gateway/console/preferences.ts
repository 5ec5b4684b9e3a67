import { applyTheme, storedTheme } from './shell/theme.ts'
import { applyLanguage, storedLanguage } from './words/language.ts'

// First of the page's modules: nothing is painted in the wrong theme or read out in the wrong language.
applyTheme(storedTheme())
applyLanguage(storedLanguage())
