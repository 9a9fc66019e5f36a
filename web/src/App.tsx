// SPDX-License-Identifier: Apache-2.0
import { Loader } from '@cloudflare/kumo/components/loader';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Frame } from './components/Frame';
import { NotFoundPage } from './pages/NotFoundPage';

const IdentitiesPage = lazy(() => import('./pages/IdentitiesPage'));

export function App() {
  return (
    <Frame>
      <Suspense fallback={<Loader />}>
        <Switch>
          <Route path="/">
            <Redirect to="/identities" />
          </Route>
          <Route path="/identities" component={IdentitiesPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </Frame>
  );
}
