package browser

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// An administrator finds a member, freezes him, who is out at once, and lets him in again.
func TestOfficeFreezesAMember(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	s.API(t, http.MethodGet, memberapi.PathMe, nil).Want(t, http.StatusOK)
	w := atOffice(t, chrome.View{}, "admin")
	w.office("/member/members.html")
	w.hand.fill(field("keyword"), s.Username)
	w.goes(submit("/member/members.html"))
	require.Equal(t, 1, w.tab.Count(".office-table tbody tr"))
	w.goes(chrome.CSS(`.office-table a[href*="/member/member.html"]`))
	w.tab.Says(s.Username)
	w.tab.Says("最近订单")
	require.Empty(t, w.tab.Layout())

	w.goes(chrome.CSS(`main a[href*="/member/freeze.html"]`))
	w.tab.Says("现在没有进行中的订单")
	w.hand.fill(field("reason"), "刷单")
	w.goes(chrome.CSS(`button[value="freeze"]`))
	w.tab.See(chrome.CSS(`.notice-success`))
	w.tab.Says("刷单")
	require.Empty(t, w.tab.Layout())
	s.API(t, http.MethodGet, memberapi.PathMe, nil).Want(t, http.StatusUnauthorized)

	w.goes(chrome.CSS(`main a[href*="/member/freeze.html"]`))
	w.hand.fill(field("reason"), "本人已核实")
	w.goes(chrome.CSS(`button[value="unfreeze"]`))
	w.tab.See(chrome.CSS(`.notice-success`))

	w.goes(chrome.CSS(`main a[href*="/member/points.html"]`))
	w.hand.fill(field("change"), "88")
	w.hand.fill(field("reason"), "补偿")
	w.goes(chrome.CSS(`button[value="ask"]`))
	w.goes(chrome.CSS(`button[value="do"]`))
	w.tab.Says("+88")
	require.EqualValues(t, 88, m.Count(t, "SELECT integration FROM gulimall_ums.ums_member WHERE id = ?", s.ID))
}
