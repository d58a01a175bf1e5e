package sample

import "gulimall/web/page"

func signing() []Sample {
	const (
		origin   = "http://cart.gulimall.localhost:8080/cart.html"
		password = "http://auth.gulimall.localhost:8080/login.html"
		code     = "http://auth.gulimall.localhost:8080/login.html?by=code"
		register = "http://auth.gulimall.localhost:8080/reg.html"
	)
	login := func(b page.Base) page.Login {
		return page.Login{Base: b, PasswordURL: password, CodeURL: code, RegisterURL: register}
	}
	full := login(visitor("登录"))
	full.OriginURL = origin
	bad := login(wrong(visitor("登录"), "用户名或密码不对"))
	bad.Account = "demo"
	locked := login(wrong(visitor("登录"), "登录失败次数太多，请稍后再试"))
	locked.Account, locked.Locked = "demo", "请 30 秒后再试，或用另一种方式登录。"
	fresh := login(visitor("登录"))
	fresh.ByCode = true
	sent := login(visitor("登录"))
	sent.ByCode, sent.Code = true, page.CodeForm{Phone: "13800001234", Sent: true, Wait: 60}
	return []Sample{
		{"login", "full", 200, full},
		{"login", "wrong", 401, bad},
		{"login", "locked", 429, locked},
		{"login", "code", 200, fresh},
		{"login", "code-sent", 200, sent},
		{"register", "fresh", 200, page.Register{Base: visitor("注册"), LoginURL: password}},
		{"register", "sent", 200, page.Register{
			Base: visitor("注册"), LoginURL: password, Username: "xiaomai", OriginURL: origin,
			Code: page.CodeForm{Dev: true, Phone: "13800001234", Sent: true, Wait: 60, DevCode: "482913"},
		}},
		{"register", "wrong", 422, page.Register{
			Base: wrong(visitor("注册"), "", "phone", "请填写 11 位手机号", "code", "验证码不对或已过期", "username", "这个用户名已被使用", "password", "密码至少 8 个字符"),
			Code: page.CodeForm{Phone: "1380", Code: "1"}, Username: "demo", LoginURL: password,
		}},
		{"register", "newcomer", 409, page.Register{Base: visitor("注册"), LoginURL: password, Newcomer: true, Code: page.CodeForm{Phone: "13800001234", Code: "482913"}}},
	}
}
