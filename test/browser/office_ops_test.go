package browser

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/paging"
	"gulimall/test/browser/chrome"
)

// parked finds what was given up of a message.
func (w *walk) parked(id string) (found adminapi.Parked, there bool) {
	w.t.Helper()
	var list paging.Rows[adminapi.Parked]
	w.mall.Clerk(w.t, "admin").Read(w.t, adminapi.PathParked+"?pageSize=200", &list)
	for _, m := range list.Items {
		if m.ID == id {
			return m, true
		}
	}
	return found, false
}

// awaitParked waits until a message has been given up after another.
func (w *walk) awaitParked(id, after string) adminapi.Parked {
	w.t.Helper()
	var found adminapi.Parked
	w.tab.Await("the message is parked", func() (there bool, err error) {
		found, there = w.parked(id)
		return there && found.Ref != after, nil
	})
	return found
}

// deal chooses a parked message, says what shall be done with it, and says so again.
func (w *walk) deal(ref, kind string) {
	w.t.Helper()
	w.office("/operations/messages.html?queue=" + orderapi.QueueRelease)
	w.hand.pick(chrome.CSS(`input[name="refs"][value="` + ref + `"]`))
	w.goes(chrome.CSS(`button[name="kind"][value="` + kind + `"]`))
	w.tab.Says("order.nonsense")
	w.goes(chrome.CSS(`button[name="step"][value="do"]`))
	w.tab.See(chrome.CSS(".tag-ok"))
}

// A message that nobody can read is parked, read, replayed, parked again, and dropped; the log tells of both.
func TestOfficeReplaysAParkedMessage(t *testing.T) {
	t.Parallel()
	w := atOffice(t, chrome.View{}, "admin")
	id := uuid.NewString()
	w.mall.Publish(t, orderapi.Exchange, orderapi.KeyReleaseOrder, id, "order.nonsense", "42", "<b>nobody reads this</b>")
	first := w.awaitParked(id, "")
	w.office("/operations/messages.html")
	w.tab.Says(id)
	w.deal(first.Ref, "replay")
	again := w.awaitParked(id, first.Ref)
	w.deal(again.Ref, "discard")
	if _, there := w.parked(id); there {
		t.Errorf("message %s is still parked", id)
	}
	var log adminapi.AuditPage
	w.mall.Clerk(t, "admin").Read(t, adminapi.PathAudit+"?area=admin&object="+id, &log)
	if len(log.Items) != 2 || log.Items[0].Action != "message.discarded" || log.Items[1].Action != "message.replayed" {
		t.Errorf("the log has %+v", log.Items)
	}
}

// The dashboard shows today, draws its trends, gives them as a table and as a file; the menu of a phone is a drawer.
func TestOfficeDashboard(t *testing.T) {
	t.Parallel()
	w := atOffice(t, chrome.Phone(), "finance")
	w.tab.See(chrome.CSS(".tile-value"))
	w.tab.See(chrome.CSS(".chart-bars"))
	w.hand.press(chrome.CSS(".chart summary"))
	w.tab.See(chrome.CSS(".chart-table table"))
	w.goes(chrome.CSS(`.tabs a[href="/?span=hours"]`))
	w.tab.See(chrome.CSS(`.tabs a[href="/?span=hours"][aria-current="page"]`))
	w.hand.press(chrome.CSS(".office-open"))
	w.tab.See(chrome.CSS(`.office-menu a[href="/payment/payments.html"]`))
	w.hand.press(chrome.CSS(".office-shut"))
	w.tab.Gone(chrome.CSS(`.office-menu a[href="/payment/payments.html"]`))
	w.mall.Clerk(t, "finance").Call(t, http.MethodGet, "/dashboard.csv?span=7", nil).Want(t, http.StatusOK)
}
