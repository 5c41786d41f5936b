/**
 * Accounts of this appliance: users, sessions, tokens and the audit, in {@code HOME/accounts.db}.
 *
 * <p>In: what is stored, how secrets are hashed, how many tries are allowed. Not in: cookies and
 * headers (bundle {@code web}), what a role may do (whoever offers the deed).
 */
package io.vedette.access;
