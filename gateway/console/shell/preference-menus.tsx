import { Languages, Monitor, Moon, Sun } from 'lucide-react'
import { Menu } from '../ui/menu.tsx'
import { chooseLanguage, useLanguage, useWords } from '../words/language.ts'
import { chooseTheme, themes, usePainted, useTheme } from './theme.ts'
import { shellWords } from './words.ts'

const icons = { system: <Monitor />, light: <Sun />, dark: <Moon /> }

/** Language and theme. */
export function PreferenceMenus() {
  const words = useWords(shellWords)
  const language = useLanguage()
  const theme = useTheme()
  const painted = usePainted()
  return (
    <>
      <Menu
        label={words.language}
        onlyIcon
        face={<Languages />}
        groups={[
          [
            {
              id: 'vi',
              words: 'Tiếng Việt',
              checked: language === 'vi',
              onChoose: () => chooseLanguage('vi'),
            },
            {
              id: 'en',
              words: 'English',
              checked: language === 'en',
              onChoose: () => chooseLanguage('en'),
            },
          ],
        ]}
      />
      <Menu
        label={words.theme}
        onlyIcon
        face={icons[painted]}
        groups={[
          themes.map((one) => ({
            id: one,
            words: words.themes[one],
            icon: icons[one],
            checked: theme === one,
            onChoose: () => chooseTheme(one),
          })),
        ]}
      />
    </>
  )
}
