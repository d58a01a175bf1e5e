// Package chrome drives Debian's Chromium for tests: tabs with cookies of their own that see the shop as a shopper does, on whatever
// screen, in whatever language, with a mouse, a keyboard or a finger; and judges that look at what they see.
package chrome

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"gulimall/deploy/native/toolchain"
)

// Browser is one Chromium without windows: the shell, which has no user interface of its own to draw for each tab.
type Browser struct {
	ctx       context.Context
	cancel    context.CancelFunc
	userAgent string
}

// Start starts a Chromium. It ends with Close, or with the process of the test.
func Start() (*Browser, error) {
	path, err := exec.LookPath(toolchain.Chromium)
	if err != nil {
		return nil, fmt.Errorf("there is no %s on this machine: `make test-infra` installs it, or apt-get install %[1]s fonts-noto-cjk", toolchain.Chromium)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("disable-gpu", true), chromedp.Flag("hide-scrollbars", false),
		chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("font-render-hinting", "none"), chromedp.Flag("lang", "zh-CN"),
		chromedp.WSURLReadTimeout(time.Minute))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which Chromium refuses to set up for root
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {})) // events that this version does not know
	b := &Browser{ctx: ctx, cancel: func() { cancel(); stop() }}
	_, err = chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (struct{}, error) {
		v, err := cdp.Call(ctx, t, browser.GetVersion, cdp.Empty{})
		if err == nil {
			b.userAgent = strings.Replace(v.UserAgent, "HeadlessChrome", "Chrome", 1)
		}
		return struct{}{}, err
	})
	if err != nil {
		b.cancel()
		return nil, fmt.Errorf("chromium does not start: %w", err)
	}
	return b, nil
}

// Close ends the browser with all of its tabs, and waits until its processes are gone.
func (b *Browser) Close() { b.cancel() }
