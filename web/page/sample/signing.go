package sample

import "gulimall/web/page"

func signing() []Sample {
	origin := "http://cart.gulimall.localhost:8080/cart.html"
	return []Sample{
		{"login", "full", 200, page.Login{Base: visitor("登录"), OriginURL: origin}},
		{"login", "wrong", 401, page.Login{Base: wrong(visitor("登录"), "用户名或密码不对。"), Account: "demo"}},
		{"register", "fresh", 200, page.Register{Base: visitor("注册")}},
		{"register", "sent", 200, page.Register{Base: visitor("注册"), Dev: true, Phone: "13800001234", Username: "xiaomai", CodeSent: true, CodeWait: 60, DevCode: "482913", OriginURL: origin}},
		{"register", "wrong", 422, page.Register{Base: wrong(visitor("注册"), "", "phone", "请填写 11 位手机号", "code", "验证码不对或已过期", "username", "这个用户名已被使用"), Phone: "1380", Username: "demo", Code: "1"}},
	}
}
