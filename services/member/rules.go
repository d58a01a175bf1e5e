package member

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gulimall/pkg/apperr"
)

var (
	phonePattern    = regexp.MustCompile(`^1[3-9]\d{9}$`)               //nolint:gochecknoglobals // compiled once, never changed
	usernamePattern = regexp.MustCompile(`^[\p{Han}A-Za-z0-9_]{4,20}$`) //nolint:gochecknoglobals // likewise
	digitsPattern   = regexp.MustCompile(`^\d*$`)                       //nolint:gochecknoglobals // likewise
	postPattern     = regexp.MustCompile(`^(\d{6})?$`)                  //nolint:gochecknoglobals // likewise
)

// The bounds of a password, in characters. Any characters will do, nothing is cut off.
const (
	minPassword = 8
	maxPassword = 128
)

// common are passwords that everybody tries first.
func common() []string {
	return []string{
		"12345678", "123456789", "1234567890", "11111111", "00000000", "88888888", "66666666", "87654321", "password", "password1", "passw0rd",
		"qwertyui", "qwerty123", "qwertyuiop", "1q2w3e4r", "abc12345", "abcd1234", "a1234567", "a12345678", "iloveyou", "5201314520", "1314520520",
		"147258369", "123123123", "987654321", "12344321", "asdfghjkl", "zxcvbnm123", "woaini1314", "admin123", "administrator", "gulimall",
	}
}

// CanonicalUsername is the form in which user names are compared.
func CanonicalUsername(name string) string { return strings.ToLower(name) }

// IsPhone says whether text is a mobile number; no user name is one.
func IsPhone(text string) bool { return phonePattern.MatchString(text) }

// CheckPhone refuses what is no mobile number.
func CheckPhone(phone string) error {
	if !IsPhone(phone) {
		return apperr.ErrInvalid.WithField("phone", "phone")
	}
	return nil
}

// Registration is what somebody enters to become a member.
type Registration struct {
	Username string
	Password string
	Phone    string
	Code     string
}

// Check names every field that is not acceptable.
func (r Registration) Check() error {
	refused := apperr.ErrInvalid
	if !IsPhone(r.Phone) {
		refused = refused.WithField("phone", "phone")
	}
	if r.Code == "" {
		refused = refused.WithField("code", "required")
	}
	if !usernamePattern.MatchString(r.Username) || digitsPattern.MatchString(r.Username) {
		refused = refused.WithField("username", "username")
	}
	if fault := passwordFault(r.Password, r.Username); fault != "" {
		refused = refused.WithField("password", fault)
	}
	return orNil(refused)
}

// checkCodeLogin names the fields that cannot be right.
func checkCodeLogin(phone, code string) error {
	refused := apperr.ErrInvalid
	if !IsPhone(phone) {
		refused = refused.WithField("phone", "phone")
	}
	if code == "" {
		refused = refused.WithField("code", "required")
	}
	return orNil(refused)
}

// checkNewPassword refuses a new password that nobody may have, and one that is not new.
func checkNewPassword(old, fresh, username string) error {
	refused := apperr.ErrInvalid
	if old == "" {
		refused = refused.WithField("oldPassword", "required")
	}
	fault := passwordFault(fresh, username)
	if fault == "" && old == fresh {
		fault = "password_same"
	}
	if fault != "" {
		refused = refused.WithField("newPassword", fault)
	}
	return orNil(refused)
}

// checkReset is checkNewPassword where a code stands for the old password.
func checkReset(code, fresh, username string) error {
	refused := apperr.ErrInvalid
	if code == "" {
		refused = refused.WithField("code", "required")
	}
	if fault := passwordFault(fresh, username); fault != "" {
		refused = refused.WithField("newPassword", fault)
	}
	return orNil(refused)
}

func passwordFault(password, username string) string {
	n := utf8.RuneCountInString(password)
	switch lower := strings.ToLower(password); {
	case n < minPassword:
		return "password_short"
	case n > maxPassword:
		return "too_long"
	case slices.Contains(common(), lower), lower == CanonicalUsername(username):
		return "password_common"
	}
	return ""
}

// Trimmed is an address without blanks around its parts.
func (a Address) Trimmed() Address {
	for _, part := range []*string{&a.Name, &a.Phone, &a.Province, &a.City, &a.Region, &a.Detail, &a.PostCode} {
		*part = strings.TrimSpace(*part)
	}
	return a
}

// Check names every field of an address that a parcel could not be sent with.
func (a Address) Check() error {
	refused := apperr.ErrInvalid
	for _, part := range []struct {
		name, text string
		most       int
	}{
		{"name", a.Name, 64},
		{"province", a.Province, 32},
		{"city", a.City, 32},
		{"region", a.Region, 32},
		{"detail", a.Detail, 200},
	} {
		if fault := textFault(part.text, part.most); fault != "" {
			refused = refused.WithField(part.name, fault)
		}
	}
	if !IsPhone(a.Phone) {
		refused = refused.WithField("phone", "phone")
	}
	if !postPattern.MatchString(a.PostCode) {
		refused = refused.WithField("postCode", "post_code")
	}
	return orNil(refused)
}

// maxNickname is the longest nickname, in characters.
const maxNickname = 32

// CheckNickname refuses what cannot be shown on a line; an empty nickname is none.
func CheckNickname(name string) error {
	if name == "" {
		return nil
	}
	if fault := textFault(name, maxNickname); fault != "" {
		return apperr.ErrInvalid.WithField("nickname", fault)
	}
	return nil
}

// textFault tells what is wrong with a line of text of at most so many characters.
func textFault(text string, most int) string {
	switch {
	case text == "":
		return "required"
	case utf8.RuneCountInString(text) > most:
		return "too_long"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return "invalid"
	}
	return ""
}

func orNil(refused *apperr.Error) error {
	if len(refused.Fields) == 0 {
		return nil
	}
	return refused
}

// MaskPhone is a phone for those who need not call it: 138****5678.
func MaskPhone(phone string) string {
	if len(phone) < 7 {
		return phone
	}
	return phone[:3] + "****" + phone[len(phone)-4:]
}

// Line is an address on one line.
func (a Address) Line() string {
	return strings.TrimSpace(strings.Join([]string{a.Province, a.City, a.Region, a.Detail}, " "))
}
