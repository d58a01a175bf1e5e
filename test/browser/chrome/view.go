package chrome

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
)

// View is how a visitor looks at the shop. The zero value is a window of 1440 by 900 in Chinese and light colours, with a mouse.
type View struct {
	Width, Height int64
	// Touch is a phone: a finger, no mouse, no hovering.
	Touch bool
	// Language is what the browser asks for; zh-CN when empty.
	Language string
	// Dark is what the system prefers.
	Dark bool
	// NoScript turns JavaScript off.
	NoScript bool
	// Slow is how many times slower the processor is; 0 is as it is.
	Slow float64
	// Calm prefers no motion, so that pictures of pages show where things end up.
	Calm bool
}

// Phone is a phone of 390 by 844.
func Phone() View { return View{Width: 390, Height: 844, Touch: true} }

// Look changes how the tab looks at the shop. Colours, size and speed change at once, language and scripts with the next page.
func (t *Tab) Look(v View) {
	t.tb.Helper()
	if v.Width == 0 {
		v.Width = 1440
	}
	if v.Height == 0 {
		v.Height = 900
	}
	if v.Language == "" {
		v.Language = "zh-CN"
	}
	scheme, motion := "light", "no-preference"
	if v.Dark {
		scheme = "dark"
	}
	if v.Calm {
		motion = "reduce"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion}}
	if v.Touch {
		features = append(features, &emulation.MediaFeature{Name: "hover", Value: "none"}, &emulation.MediaFeature{Name: "pointer", Value: "coarse"})
	}
	points := int64(0)
	if v.Touch {
		points = 5
	}
	call(t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: v.Width, Height: v.Height, DeviceScaleFactor: 1, Mobile: v.Touch})
	call(t, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: v.Touch, MaxTouchPoints: max(points, 1)})
	call(t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	call(t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: t.browser.userAgent, AcceptLanguage: v.Language})
	if v.NoScript != t.view.NoScript {
		call(t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.NoScript})
	}
	if v.Slow != t.view.Slow {
		call(t, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: max(v.Slow, 1)})
	}
	t.view = v
}

// NoCache lets every page load everything anew.
func (t *Tab) NoCache() {
	t.tb.Helper()
	call(t, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
}
