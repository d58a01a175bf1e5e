// Package browser holds the tests that see the shop as shoppers do, in Debian's Chromium: the purchase by mouse, by keyboard, on a phone and
// without scripts, and every page on every width, in both languages and both sets of colours. Pictures of all of them land in
// test/screenshots.
package browser
