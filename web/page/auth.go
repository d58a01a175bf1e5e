package page

// Login is the page "login" (auth host, /login.html). Form fields: account, password, originUrl.
type Login struct {
	Base
	Account   string
	OriginURL string
}

// Register is the page "register" (auth host, /reg.html). Form fields: phone, code, username, password, originUrl; the
// same form goes to /sms-code to ask for a code. A password is never shown again.
type Register struct {
	Base
	Username  string
	Phone     string
	Code      string
	OriginURL string
	// CodeSent tells that a code is on its way to Phone.
	CodeSent bool
	// CodeWait is how many seconds must pass before another code may be asked for.
	CodeWait int
	// Dev tells that the script may ask for the code itself and show it, as DevCode does without a script.
	Dev bool
	// DevCode is the code itself, in development only.
	DevCode string
}
