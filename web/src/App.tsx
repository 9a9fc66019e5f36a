// SPDX-License-Identifier: Apache-2.0
import { Toasty } from '@cloudflare/kumo/components/toast';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Frame } from './components/Frame';
import { Loading } from './components/Loading';
import { RemovalProvider } from './identities/removal';
import { NotFoundPage } from './pages/NotFoundPage';

const IdentitiesPage = lazy(() => import('./pages/IdentitiesPage'));
const MailPage = lazy(() => import('./pages/MailPage'));
const MessagePage = lazy(() => import('./pages/MessagePage'));
const SettingsPage = lazy(() => import('./pages/SettingsPage'));
const StatusPage = lazy(() => import('./pages/StatusPage'));
const TryPage = lazy(() => import('./pages/TryPage'));

export default function App() {
  return (
    <Toasty>
      <Frame>
        <RemovalProvider>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/">
                <Redirect to="/identities" />
              </Route>
              <Route path="/identities" component={IdentitiesPage} />
              <Route path="/mail" component={MailPage} />
              <Route path="/mail/:id" component={MessagePage} />
              <Route path="/settings/:tab?" component={SettingsPage} />
              <Route path="/status" component={StatusPage} />
              <Route path="/try" component={TryPage} />
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </RemovalProvider>
      </Frame>
    </Toasty>
  );
}
