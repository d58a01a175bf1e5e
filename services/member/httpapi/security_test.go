package httpapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/session"
	"gulimall/services/member"
	"gulimall/services/member/store"
)

func codeLogin(phone, code string) string {
	return `{"phone":"` + phone + `","code":"` + code + `"}`
}

// other is a code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestLoginByCode(t *testing.T) {
	s := open(t, setup{dev: true})
	s.browser().register("xiaomai", phone)
	b := s.browser()
	b.expect(422, "invalid", "POST", memberapi.PathCodeLogin, codeLogin("1", ""))
	b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, "123456"))
	code := b.code(phone)
	b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, other(code)))
	b.cookies["user-key"] = goodKey
	w := b.expect(200, "", "POST", memberapi.PathCodeLogin, codeLogin(phone, code))
	require.Contains(t, w.Body.String(), `"username":"xiaomai"`)
	b.expect(200, "", "GET", memberapi.PathMe, "")
	require.Len(t, s.merged, 1, "the cart comes along")
	s.browser().expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, code))
}

func TestACodeLetsInOnlyOne(t *testing.T) {
	s := open(t, setup{dev: true})
	s.browser().register("xiaomai", phone)
	code := s.browser().code(phone)
	var mu sync.Mutex
	answers := map[int]int{}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			w := s.browser().ask("POST", memberapi.PathCodeLogin, codeLogin(phone, code))
			mu.Lock()
			defer mu.Unlock()
			answers[w.Code]++
		})
	}
	wg.Wait()
	require.Equal(t, map[int]int{200: 1, 422: 4}, answers)
}

func TestGuessesAtACodeEndIt(t *testing.T) {
	s := open(t, setup{dev: true})
	s.browser().register("xiaomai", phone)
	b := s.browser()
	code := b.code(phone)
	for range 5 {
		b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, other(code)))
	}
	b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, code))
}

func TestGuessesAtCodesSlowDown(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	w := b.expect(204, "", "POST", memberapi.PathSMSCodes, `{"phone":"`+phone+`"}`)
	require.Equal(t, "60", w.Header().Get("Retry-After"), "when the button may be pressed again")
	code, err := s.client.HGet(t.Context(), s.prefix+"sms:code:{"+phone+"}", "code").Result()
	require.NoError(t, err)
	for range 5 {
		b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, other(code)))
	}
	w = b.expect(429, "login_locked", "POST", memberapi.PathCodeLogin, codeLogin(phone, code))
	require.NotEmpty(t, w.Header().Get("Retry-After"))
}

// Who has the code of a phone that is nobody's learns that it is nobody's, and can register with the same code. Who has not learns nothing.
func TestAPhoneThatIsNobodys(t *testing.T) {
	s := open(t, setup{dev: true})
	s.browser().register("xiaomai", phone)
	b := s.browser()
	const nobodys = "13800009999"
	code := b.code(nobodys)
	known := b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(phone, "1"))
	unknown := b.expect(422, "bad_sms_code", "POST", memberapi.PathCodeLogin, codeLogin(nobodys, other(code)))
	require.Equal(t, known.Body.Len(), unknown.Body.Len())
	b.expect(409, "phone_unknown", "POST", memberapi.PathCodeLogin, codeLogin(nobodys, code))
	b.expect(201, "", "POST", memberapi.PathRegister, registration("another", "Demo-2026!", nobodys, code))
}

func TestDemoAccountsOutsideDevelopment(t *testing.T) {
	s := open(t, setup{dev: false})
	require.NoError(t, s.store.Seed(t.Context(), store.Demo{Levels: demodata.Levels(), Members: demodata.Members()}, s.hasher.Hash))
	demo := demodata.Members()[0].Phone
	b := s.browser()
	b.expect(204, "", "POST", memberapi.PathSMSCodes, `{"phone":"`+demo+`"}`)
	code, err := s.client.HGet(t.Context(), s.prefix+"sms:code:{"+demo+"}", "code").Result()
	require.NoError(t, err)
	b.expect(403, "account_disabled", "POST", memberapi.PathCodeLogin, codeLogin(demo, code))
}

func (b *browser) sessions() []memberapi.Session {
	b.s.t.Helper()
	var all []memberapi.Session
	require.NoError(b.s.t, json.Unmarshal(b.expect(200, "", "GET", memberapi.PathSessions, "").Body.Bytes(), &all))
	return all
}

const login = `{"account":"xiaomai","password":"Demo-2026!"}`

func TestSessionsElsewhere(t *testing.T) {
	s := open(t, setup{dev: true})
	here, there, third, stranger := s.browser(), s.browser(), s.browser(), s.browser()
	here.register("xiaomai", phone)
	stranger.register("another", "13800001235")
	there.expect(200, "", "POST", memberapi.PathLogin, login)
	third.expect(200, "", "POST", memberapi.PathLogin, login)
	all := here.sessions()
	require.Len(t, all, 3)
	require.True(t, all[0].Current)
	require.False(t, all[1].Current || all[2].Current)
	require.Equal(t, "192.0.2.1", all[0].Address)
	for _, one := range all {
		stranger.expect(404, "not_found", "DELETE", memberapi.PathSessions+"/"+one.ID, "")
	}
	here.expect(204, "", "DELETE", memberapi.PathSessions+"/"+all[1].ID, "")
	require.Len(t, here.sessions(), 2)
	here.expect(204, "", "DELETE", memberapi.PathSessions, "")
	require.Len(t, here.sessions(), 1)
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	third.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	stranger.expect(200, "", "GET", memberapi.PathMe, "")
	s.browser().expect(401, "not_signed_in", "GET", memberapi.PathSessions, "")
}

func passwords(old, fresh string) string {
	body, _ := json.Marshal(memberapi.PasswordRequest{OldPassword: old, NewPassword: fresh})
	return string(body)
}

func TestChangingThePasswordSignsTheOthersOut(t *testing.T) {
	s := open(t, setup{dev: true})
	here, there := s.browser(), s.browser()
	here.register("xiaomai", phone)
	there.expect(200, "", "POST", memberapi.PathLogin, login)
	const fresh = "Another-2026!"
	here.expect(422, "wrong_password", "PUT", memberapi.PathPassword, passwords("not it at all", fresh))
	for _, bad := range []string{"short", "Demo-2026!", "password", "xiaomai"} {
		here.expect(422, "invalid", "PUT", memberapi.PathPassword, passwords("Demo-2026!", bad))
	}
	there.expect(200, "", "GET", memberapi.PathMe, "")
	old := here.cookies[session.Cookie]
	here.expect(204, "", "PUT", memberapi.PathPassword, passwords("Demo-2026!", fresh))
	here.expect(200, "", "GET", memberapi.PathMe, "")
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	thief := s.browser()
	thief.cookies[session.Cookie] = old
	thief.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	there.expect(401, "bad_credentials", "POST", memberapi.PathLogin, login)
	there.expect(200, "", "POST", memberapi.PathLogin, `{"account":"xiaomai","password":"`+fresh+`"}`)
	s.browser().expect(401, "not_signed_in", "PUT", memberapi.PathPassword, passwords(fresh, "Third-2026!"))
}

func reset(code, fresh string) string {
	body, _ := json.Marshal(memberapi.PasswordRequest{Code: code, NewPassword: fresh})
	return string(body)
}

func TestAForgottenPassword(t *testing.T) {
	s := open(t, setup{dev: true})
	here, there := s.browser(), s.browser()
	here.register("xiaomai", phone)
	there.expect(200, "", "POST", memberapi.PathLogin, login)
	code := here.code(phone)
	here.expect(422, "bad_sms_code", "PUT", memberapi.PathPassword, reset(other(code), "Another-2026!"))
	here.expect(422, "invalid", "PUT", memberapi.PathPassword, reset(code, "short"))
	here.expect(204, "", "PUT", memberapi.PathPassword, reset(code, "Another-2026!"))
	here.expect(422, "bad_sms_code", "PUT", memberapi.PathPassword, reset(code, "Third-2026!"))
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	there.expect(200, "", "POST", memberapi.PathLogin, `{"account":"xiaomai","password":"Another-2026!"}`)
	s.browser().expect(401, "not_signed_in", "PUT", memberapi.PathPassword, reset(code, "Third-2026!"))
}

func TestGuessesAtTheOldPasswordSlowDown(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	b.register("xiaomai", phone)
	for range 5 {
		b.expect(422, "wrong_password", "PUT", memberapi.PathPassword, passwords("not it at all", "Another-2026!"))
	}
	b.expect(429, "login_locked", "PUT", memberapi.PathPassword, passwords("Demo-2026!", "Another-2026!"))
	s.browser().expect(429, "login_locked", "POST", memberapi.PathLogin, login)
}

// A login that checked the old password while it was being changed gets nothing.
func TestALoginDoesNotOutliveThePasswordThatItUsed(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	m := b.register("xiaomai", phone)
	who := member.Member{ID: m.ID}
	require.NoError(t, s.uc.Stands(t.Context(), who))
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() { s.browser().ask("POST", memberapi.PathLogin, login) })
	}
	b.expect(http.StatusNoContent, "", "PUT", memberapi.PathPassword, passwords("Demo-2026!", "Another-2026!"))
	wg.Wait()
	require.Len(t, b.sessions(), 1, "whichever came first")
	require.ErrorIs(t, s.uc.Stands(context.Background(), who), member.ErrBadCredentials)
}
