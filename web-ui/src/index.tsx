import { createTheme, MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './common/theme.css';

const theme = createTheme({
  components: {
    // Locking the page's scrolling would need an inline style, which the pages forbid themselves.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
  },
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      {/* Variables and classes are in static files (theme.css), so that no style need be inline. */}
      <MantineProvider
        theme={theme}
        defaultColorScheme="dark"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <App />
      </MantineProvider>
    </StrictMode>,
  );
}
