// SPDX-License-Identifier: Apache-2.0
import { Toasty } from '@cloudflare/kumo/components/toast';
import { CSPProvider } from '@cloudflare/kumo/primitives/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ApiError } from './api/client';
import { App } from './App';
import { SignInPage } from './pages/SignInPage';
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

// The pages' paths stand behind "#": every other path is the API's.
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <ThemeProvider>
          <Toasty>
            <Router hook={useHashLocation}>
              <SessionGate signIn={(enter) => <SignInPage onSignedIn={enter} />}>
                <App />
              </SessionGate>
            </Router>
          </Toasty>
        </ThemeProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
