package sample

import "gulimall/web/page"

func guide() []Sample {
	key := func(key string, _ ...any) string { return key }
	dark, light := visitor(""), visitor("")
	dark.Theme, dark.CartCount, light.Theme = "dark", pieces(0), "light"
	return []Sample{
		{"styleguide", "dark", 200, page.NewStyleguide(dark, noon(), key)},
		{"styleguide", "light", 200, page.NewStyleguide(light, noon(), key)},
	}
}
