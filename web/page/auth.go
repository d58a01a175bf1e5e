package page

// Login is the page "login" (auth host, /login.html). Form fields: account, password, originUrl; by code (/login.html?by=code): by=code,
// phone, code, originUrl, and the same form goes to /sms-code to ask for a code. A password is never shown again.
type Login struct {
	Base
	Code CodeForm
	// ByCode shows the form for a code instead of the one for a password.
	ByCode    bool
	Account   string
	OriginURL string
	// PasswordURL and CodeURL lead to the two ways to sign in, RegisterURL to the registration.
	PasswordURL string
	CodeURL     string
	RegisterURL string
	// Locked says in words how long to wait after too many attempts; empty is not at all.
	Locked string
}

// Register is the page "register" (auth host, /reg.html). Form fields: phone, code, username, password, originUrl; the
// same form goes to /sms-code to ask for a code. A password is never shown again.
type Register struct {
	Base
	Code      CodeForm
	Username  string
	OriginURL string
	LoginURL  string
	// Newcomer tells that somebody tried to sign in with a phone that nobody has registered; its code is still good.
	Newcomer bool
}

// CodeForm is a phone and the code that was sent to it.
type CodeForm struct {
	Phone string
	Code  string
	// Sent tells that a code is on its way to Phone.
	Sent bool
	// Wait is how many seconds must pass before another code may be asked for.
	Wait int
	// Dev tells that the script may ask for the code itself and show it, as DevCode does without a script.
	Dev bool
	// DevCode is the code itself, in development only.
	DevCode string
}
