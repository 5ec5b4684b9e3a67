import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/ui.css'
import './styles/shell.css'
import './styles/print.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './api/queries.ts'
import { App } from './app.tsx'
import { ToastRegion } from './ui/toast.tsx'

const page = document.querySelector('#page')
if (page === null) throw new Error('index.html holds no element #page')

createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
      <ToastRegion />
    </QueryClientProvider>
  </StrictMode>,
)
