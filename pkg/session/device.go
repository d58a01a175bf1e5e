package session

import "strings"

// sign is how a browser or a system shows itself in a User-Agent header.
type sign struct{ mark, name string }

// Whoever pretends to be others comes before them: every browser says Mozilla, most say Safari, many say Chrome.
func browsers() []sign {
	return []sign{
		{"MicroMessenger/", "WeChat"},
		{"AlipayClient/", "Alipay"},
		{"QQBrowser/", "QQ Browser"},
		{"HuaweiBrowser/", "Huawei Browser"},
		{"MiuiBrowser/", "Mi Browser"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"UCBrowser/", "UC Browser"},
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"HeadlessChrome/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"CriOS/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	}
}

func systems() []sign {
	return []sign{
		{"HarmonyOS", "HarmonyOS"},
		{"OpenHarmony", "HarmonyOS"},
		{"Windows", "Windows"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
}

// device names a browser and its system, such as "Chrome · Windows", as far as the header tells.
func device(userAgent string) string {
	browser, system := first(userAgent, browsers()), first(userAgent, systems())
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " · " + system
}

func first(text string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(text, s.mark) {
			return s.name
		}
	}
	return ""
}
