package httpapi_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

const (
	itemPage = "http://item.gulimall.localhost:8080/1.html"
	evil     = "http://evil.example/"
)

// page asks for a page and gives what it says.
func (b *browser) page(status int, method, path string, form url.Values) string {
	b.s.t.Helper()
	return b.expect(status, "", method, path, form.Encode()).Body.String()
}

// send sends a form that is answered by a redirect, and gives where it leads.
func (b *browser) send(path string, form url.Values) string {
	b.s.t.Helper()
	return b.expect(http.StatusSeeOther, "", "POST", path, form.Encode()).Header().Get("Location")
}

func TestPagesOfTheLoginByCode(t *testing.T) {
	s := open(t, setup{dev: true})
	s.browser().register("xiaomai", phone)
	b := s.browser()
	shown := b.page(200, "GET", "/login.html?by=code&originUrl="+url.QueryEscape(itemPage), nil)
	require.Contains(t, shown, `autocomplete="one-time-code"`)
	require.NotContains(t, shown, `type="password"`)
	form := url.Values{"by": {"code"}, "phone": {phone}, "originUrl": {itemPage}}
	shown = b.page(200, "POST", "/sms-code", form)
	require.Contains(t, shown, "验证码已发送到 "+phone)
	require.Contains(t, shown, `name="by" value="code"`, "it is still the login")
	code, err := s.client.HGet(t.Context(), s.prefix+"sms:code:{"+phone+"}", "code").Result()
	require.NoError(t, err)
	require.Contains(t, shown, code)
	form.Set("code", other(code))
	shown = b.page(422, "POST", "/login.html", form)
	require.Contains(t, shown, "验证码不对或已过期")
	require.Contains(t, shown, `value="`+phone+`"`)
	form.Set("code", code)
	require.Equal(t, itemPage, b.send("/login.html", form))
	b.expect(200, "", "GET", memberapi.PathMe, "")
}

func TestAPhoneThatIsNobodysIsOfferedToRegister(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	code := b.code(phone)
	form := url.Values{"by": {"code"}, "phone": {phone}, "code": {code}, "originUrl": {itemPage}}
	shown := b.page(409, "POST", "/login.html", form)
	require.Contains(t, shown, "这个手机号还没有注册")
	require.Contains(t, shown, `value="`+code+`"`)
	require.Contains(t, shown, `/reg.html"`)
	form.Set("username", "xiaomai")
	form.Set("password", "Demo-2026!")
	require.Equal(t, itemPage, b.send("/reg.html", form))
}

func TestALockedLoginSaysHowLong(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	form := url.Values{"account": {"nobody"}, "password": {"wrong"}}
	for range 5 {
		b.page(401, "POST", "/login.html", form)
	}
	shown := b.page(429, "POST", "/login.html", form)
	require.Regexp(t, `请 \d+ 秒后再试`, shown)
	require.Contains(t, shown, `value="nobody"`)
	require.NotContains(t, shown, "wrong")
}

func TestPagesInEnglish(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	here := "http://auth.gulimall.localhost:8080/login.html?by=code"
	require.Contains(t, b.page(200, "GET", "/login.html?by=code", nil), `name="originUrl" value="`+here+`"`, "changing the language leads back to the login")
	require.Equal(t, here, b.send("/preferences", url.Values{"lang": {"en"}, "originUrl": {here}}))
	require.Contains(t, b.page(200, "GET", "/login.html", nil), "Sign in")
	require.Contains(t, b.page(422, "POST", "/reg.html", url.Values{"phone": {"1"}}), "Enter a mobile number")
	b.register("xiaomai", phone)
	for path, says := range map[string]string{
		"/": "Hello, xiaomai", "/points.html?of=growth": "No growth yet", "/address.html": "No addresses yet", "/favourites.html": "Nothing kept yet",
		"/security.html": "This device", "/profile.html": "Member since",
	} {
		require.Contains(t, b.page(200, "GET", path, nil), says, path)
	}
}

func TestSecurityPage(t *testing.T) {
	s := open(t, setup{dev: true})
	here, there := s.browser(), s.browser()
	here.register("xiaomai", phone)
	there.expect(200, "", "POST", memberapi.PathLogin, login)
	shown := here.page(200, "GET", "/security.html", nil)
	require.Contains(t, shown, "138****1234")
	require.NotContains(t, shown, phone)
	require.Contains(t, shown, "本机")
	require.NotContains(t, shown, here.cookies[session.Cookie])

	var id string
	for _, one := range here.sessions() {
		if !one.Current {
			id = one.ID
		}
	}
	require.Equal(t, "http://member.gulimall.localhost:8080/security.html", here.send("/security/end", url.Values{"id": {id}}))
	require.Contains(t, here.page(200, "GET", "/security.html", nil), "那里的登录已退出")
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	here.send("/security/end", url.Values{"id": {id}})
	require.Contains(t, here.page(200, "GET", "/security.html", nil), "已经不在了")

	there.expect(200, "", "POST", memberapi.PathLogin, login)
	here.send("/security/end-others", nil)
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")

	there.expect(200, "", "POST", memberapi.PathLogin, login)
	shown = here.page(422, "POST", "/security/password", url.Values{"oldPassword": {"no-such-secret"}, "newPassword": {"Another-2026!"}})
	require.Contains(t, shown, "原密码不对")
	require.NotContains(t, shown, "no-such-secret")
	require.NotContains(t, shown, "Another-2026!")
	there.expect(200, "", "GET", memberapi.PathMe, "")
	here.send("/security/password", url.Values{"oldPassword": {"Demo-2026!"}, "newPassword": {"Another-2026!"}})
	require.Contains(t, here.page(200, "GET", "/security.html", nil), "密码已修改")
	there.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
}

func TestSecurityPageForAForgottenPassword(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	b.register("xiaomai", phone)
	require.Contains(t, b.page(200, "GET", "/security.html?by=code", nil), `autocomplete="one-time-code"`)
	shown := b.page(200, "POST", "/security/code", url.Values{"by": {"code"}})
	require.Contains(t, shown, "验证码已发送到 138****1234")
	code, err := s.client.HGet(t.Context(), s.prefix+"sms:code:{"+phone+"}", "code").Result()
	require.NoError(t, err)
	form := url.Values{"by": {"code"}, "code": {other(code)}, "newPassword": {"Another-2026!"}}
	shown = b.page(422, "POST", "/security/password", form)
	require.Contains(t, shown, "验证码不对或已过期")
	require.NotContains(t, shown, "Another-2026!")
	form.Set("code", code)
	b.send("/security/password", form)
	s.browser().expect(200, "", "POST", memberapi.PathLogin, `{"account":"xiaomai","password":"Another-2026!"}`)
}

func TestFavouritesPage(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	add := url.Values{"skuId": {"1"}, "action": {"add"}, "originUrl": {itemPage}}
	require.Equal(t, "http://auth.gulimall.localhost:8080/login.html?originUrl="+url.QueryEscape(itemPage), b.send("/favourites", add),
		"the login leads back to the item")
	add.Set("originUrl", evil)
	require.NotContains(t, b.send("/favourites", add), "evil")

	m := b.register("xiaomai", phone)
	add.Set("originUrl", itemPage)
	require.Equal(t, itemPage, b.send("/favourites", add))
	shown := b.page(200, "GET", "/favourites.html", nil)
	require.Contains(t, shown, "已收藏")
	require.Contains(t, shown, "商品 1")
	add.Set("originUrl", evil)
	require.Equal(t, "http://member.gulimall.localhost:8080/favourites.html", b.send("/favourites", add))
	b.page(200, "GET", "/favourites.html", nil)
	add.Set("skuId", "5000")
	b.send("/favourites", add)
	require.Contains(t, b.page(200, "GET", "/favourites.html", nil), "没有这件商品")
	for _, bad := range []url.Values{{"skuId": {"x"}, "action": {"add"}}, {"skuId": {"1"}, "action": {"dance"}}, {"skuId": {"-1"}, "action": {"remove"}}} {
		b.page(422, "POST", "/favourites", bad)
	}

	for sku := range int64(25) {
		require.NoError(t, s.store.AddFavourite(t.Context(), m.ID, sku+10))
	}
	require.Contains(t, b.page(200, "GET", "/favourites.html?page=2", nil), "商品 1")
	require.Equal(t, "http://member.gulimall.localhost:8080/favourites.html?page=2",
		b.expect(303, "", "GET", "/favourites.html?page=9", "").Header().Get("Location"), "a page that has become empty")
	s.away = true
	require.Contains(t, b.page(200, "GET", "/favourites.html", nil), "商品信息暂时看不到")
	b.send("/favourites", url.Values{"skuId": {"1"}, "action": {"remove"}})
}

func TestTheOverviewDoesWithoutTheOthers(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	b.register("xiaomai", phone)
	b.expect(204, "", "PUT", favourite(3), "")
	shown := b.page(200, "GET", "/", nil)
	for _, says := range []string{"xiaomai，你好", "202611220001", `<span class="badge">2</span>`, "商品 3", "还没有收货地址", "普通会员"} {
		require.Contains(t, shown, says)
	}
	s.away = true
	shown = b.page(200, "GET", "/", nil)
	require.Contains(t, shown, "订单暂时看不到")
	require.NotContains(t, shown, "商品 3")
}

func TestAddressesHaveALimit(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	b.register("xiaomai", phone)
	form := url.Values{"name": {"谷小粒"}, "phone": {"13800000001"}, "province": {"浙江省"}, "city": {"杭州市"}, "region": {"西湖区"}, "detail": {"文三路"}}
	for i := range member.MaxAddresses {
		form.Set("detail", "文三路 "+strconv.Itoa(i))
		b.send("/address.html", form)
	}
	shown := b.page(200, "GET", "/address.html", nil)
	require.Contains(t, shown, "最多保存 20 个地址")
	require.NotContains(t, shown, `id="form"`)
	shown = b.page(409, "POST", "/address.html", form)
	require.Contains(t, shown, "最多保存 20 个")
	require.Equal(t, member.MaxAddresses, strings.Count(shown, `class="panel address"`))
}
