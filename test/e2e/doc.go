// Package e2e holds the tests that know the shop only from outside: every call, field, status and error code of the public contract,
// the journeys of shoppers with and without scripts, and the cases in which a shop like this one goes wrong. They run against two copies of
// every part behind nginx, and the auditor has the last word.
package e2e
