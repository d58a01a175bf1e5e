package browser

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// branch is a category of level 1 with four below it, for one test; it is taken away afterwards.
type branch struct {
	top   int64
	below []int64
}

func newBranch(t *testing.T, m *shop.Mall) branch {
	t.Helper()
	clerk := m.Clerk(t, "admin")
	add := func(parent int64, name string) (c productapi.OfficeCategory) {
		answer := clerk.Call(t, http.MethodPost, productapi.PathOfficeCategories, productapi.NewCategory{ParentID: parent, Name: name})
		answer.Into(t, http.StatusCreated, &c)
		return c
	}
	b := branch{top: add(0, fmt.Sprintf("排序 %d", time.Now().UnixNano())).ID}
	for _, name := range []string{"甲", "乙", "丙", "丁"} {
		b.below = append(b.below, add(b.top, name).ID)
	}
	ctx := context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		for _, id := range append(slices.Clone(b.below), b.top) {
			path := productapi.PathOfficeCategories + "/" + strconv.FormatInt(id, 10)
			answer, err := clerk.Send(ctx, shop.Request{Method: http.MethodDelete, Host: shop.OfficeHost, Path: path})
			require.NoError(t, err)
			require.Equal(t, http.StatusNoContent, answer.Status)
		}
	})
	return b
}

// node is the grip of a category, or its row.
func (b branch) node(i int, part string) chrome.Where {
	return chrome.CSS(fmt.Sprintf("#c%d > .catalog-row %s", b.below[i], part))
}

// inShop waits until the shop's menu shows the children in this order.
func (b branch) inShop(w *walk, order ...int) {
	w.t.Helper()
	want := make([]int64, len(order))
	for i, n := range order {
		want[i] = b.below[n]
	}
	var got []int64
	w.tab.Await(fmt.Sprintf("the shop shows %v", order), func() (bool, error) {
		var tree []productapi.CategoryNode
		w.mall.Guest().Get(w.t, productapi.PathCategories, &tree)
		got = got[:0]
		for _, top := range tree {
			for _, middle := range top.Children {
				if top.ID == b.top {
					got = append(got, middle.ID)
				}
			}
		}
		return slices.Equal(want, got), fmt.Errorf("it shows %v, wanted %v", got, want)
	})
}

// Categories are sorted with the mouse, with keys alone, and with the buttons that need no script; the shop's menu follows.
func TestOfficeSortsCategories(t *testing.T) {
	t.Parallel()
	w := atOffice(t, chrome.View{}, "marketing")
	b := newBranch(t, w.mall)
	w.office(fmt.Sprintf("/product/categories.html?open=%d", b.top))
	b.inShop(w, 0, 1, 2, 3)

	w.tab.Drag(b.node(3, "[data-grip]"), b.node(1, ".catalog-name"))
	b.inShop(w, 0, 3, 1, 2)
	w.tab.See(chrome.CSS(".toast"))

	w.tab.TabTo(b.node(0, "[data-grip]"))
	w.tab.Press(" ")
	w.tab.Press(kb.ArrowDown)
	w.tab.Press(kb.ArrowDown)
	require.True(t, w.tab.Focused(b.node(0, "[data-grip]")), "what is moved keeps the focus")
	w.tab.Press(" ")
	b.inShop(w, 3, 1, 0, 2)

	w.tab.Press(" ")
	w.tab.Press(kb.ArrowUp)
	w.tab.Press(kb.Escape)
	w.tab.Reload()
	b.inShop(w, 3, 1, 0, 2)

	w.goes(b.node(2, `button[value="earlier"]`))
	w.tab.AwaitPath("/product/categories.html")
	b.inShop(w, 3, 1, 2, 0)
}

// A brand gets its logo in its form: it is shown before it is sent, a page in the clothes of a picture is refused, and what was typed stays.
func TestOfficeGivesABrandItsLogo(t *testing.T) {
	t.Parallel()
	w := atOffice(t, chrome.View{}, "marketing")
	dir, name := t.TempDir(), fmt.Sprintf("标志 %d", time.Now().UnixNano())
	logo, page := filepath.Join(dir, "logo.png"), filepath.Join(dir, "page.png")
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 900, 300))))
	require.NoError(t, os.WriteFile(logo, b.Bytes(), 0o600))
	require.NoError(t, os.WriteFile(page, []byte("<script>alert(1)</script>"), 0o600))

	w.office("/product/brand.html")
	w.hand.fill(field("name"), name)
	w.hand.press(field("hidden"))
	w.tab.Attach(field("picture"), page)
	w.tab.Await("a page is no picture", func() (bool, error) {
		return chrome.Eval[bool](w.tab, `document.querySelector('#f-picture').validationMessage !== ''`), nil
	})
	w.tab.Attach(field("picture"), logo)
	w.tab.See(chrome.CSS("canvas[data-picture-shown]"))
	w.goes(submit("/product/brand/upload"))
	w.tab.AwaitPath("/product/brands.html")
	w.office("/product/brands.html?name=" + url.QueryEscape(name))
	w.tab.Await("the logo is shown", func() (bool, error) {
		return chrome.Eval[int](w.tab, `document.querySelector('.catalog-logo').naturalWidth`) == 480, nil
	})
	w.goes(chrome.CSS(`a[href^="/product/brand.html?id="]`))
	w.tab.Allow(http.StatusUnprocessableEntity)
	w.hand.fill(field("sort"), "-1")
	w.goes(chrome.CSS(`form[action^="/product/brand/upload"] .button`))
	w.tab.See(chrome.CSS(".notice-error"))
	w.tab.See(chrome.CSS(".catalog-logo"))
}
