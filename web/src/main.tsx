// SPDX-License-Identifier: Apache-2.0
import { CSPProvider } from '@cloudflare/kumo/primitives/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { ApiError } from './api/client';
import { SignInPage } from './pages/SignInPage';
import { usePagePath } from './place';
import { SessionGate } from './session';
import './styles.css';
import { ThemeProvider } from './theme';

const STALE_AFTER_MS = 10_000;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_AFTER_MS,
      // What the API has refused it refuses again; a lost connection may come back.
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
    },
  },
});

// Who is to sign in waits for no more than that takes.
const App = lazy(() => import('./App'));

// The pages' paths stand behind "#": every other path is the API's.
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <ThemeProvider>
          <Router hook={usePagePath}>
            <SessionGate signIn={(enter) => <SignInPage onSignedIn={enter} />}>
              <Suspense>
                <App />
              </Suspense>
            </SessionGate>
          </Router>
        </ThemeProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
