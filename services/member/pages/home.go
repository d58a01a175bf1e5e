package pages

import (
	"cmp"
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/services/member"
	"gulimall/web/page"
)

// How much the overview shows of lists.
const (
	recentOrders     = 3
	recentPictures   = 4
	recentFavourites = 6
)

// home is the overview. What other services know is asked for all at once; a block whose service does not answer says so or stays away.
func (p pages) home(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	levels, err := p.Members.Levels(ctx)
	if err != nil {
		return err
	}
	addresses, err := p.Members.Addresses(ctx, memberID)
	if err != nil {
		return err
	}
	shown := page.MemberHome{
		Base: p.base(c, p.Frame.Words(c).T("member.centre"), "/", m), Name: cmp.Or(m.Nickname, m.Username),
		Points: summary(m), Standing: standing(levels, m), NoAddress: len(addresses) == 0,
	}
	var orders overview
	var group errgroup.Group
	group.Go(func() error { orders = p.askOrders(ctx); return nil })
	group.Go(func() error {
		if mine, err := p.Coupons.Mine(ctx, memberID, couponapi.StateUnused); err == nil {
			n := len(mine)
			shown.Coupons = &n
		}
		return nil
	})
	group.Go(func() error {
		if kept, total, err := p.Members.Favourites(ctx, memberID, 0, recentFavourites); err == nil {
			shown.Favourites, shown.FavouriteCount = known(favouriteCards(kept)), &total
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	shown.Orders, shown.Recent, shown.OrdersAway = p.states(orders.counts), recent(orders.newest), orders.away
	return p.Frame.Show(c, http.StatusOK, "memberhome", shown)
}

// overview is what the order service says; without counts the states are shown without numbers.
type overview struct {
	counts *orderapi.Counts
	newest []orderapi.Order
	away   bool
}

func (p pages) askOrders(ctx context.Context) overview {
	var o overview
	var group errgroup.Group
	group.Go(func() error {
		if counts, err := p.Orders.Counts(ctx); err == nil {
			o.counts = &counts
		}
		return nil
	})
	newest, err := p.Orders.Newest(ctx, recentOrders)
	o.newest, o.away = newest, err != nil
	_ = group.Wait() // none of them fails
	return o
}

func (p pages) states(counts *orderapi.Counts) []page.OrderState {
	if counts == nil {
		counts = &orderapi.Counts{}
	}
	states := make([]page.OrderState, 0, 4)
	for _, s := range []struct {
		status orderapi.Status
		icon   string
		count  int64
	}{
		{orderapi.StatusPending, "card", counts.Pending},
		{orderapi.StatusPaid, "box", counts.Paid},
		{orderapi.StatusShipped, "truck", counts.Shipped},
		{orderapi.StatusAfterSale, "back", counts.AfterSale},
	} {
		states = append(states, page.OrderState{
			Key: string(s.status), Icon: s.icon, URL: p.Frame.Hosts().Order("/list.html?status=" + string(s.status)), Count: int(s.count),
		})
	}
	return states
}

func recent(orders []orderapi.Order) []page.RecentOrder {
	shown := make([]page.RecentOrder, len(orders))
	for i, o := range orders {
		shown[i] = page.RecentOrder{OrderSn: o.OrderSn, Status: string(o.Status), At: o.CreatedAt, Pay: o.Amounts.Pay, Title: o.OrderSn}
		for n, item := range o.Items {
			shown[i].Pieces += int(item.Count)
			if n == 0 {
				shown[i].Title = item.Title
			}
			if n < recentPictures {
				shown[i].Images = append(shown[i].Images, item.Image)
			}
		}
	}
	return shown
}

// known leaves out what the catalogue does not have any more.
func known(all []page.Favourite) []page.Favourite {
	var shown []page.Favourite
	for _, f := range all {
		if f.Title != "" {
			shown = append(shown, f)
		}
	}
	return shown
}

func summary(m member.Member) page.PointsSummary {
	return page.PointsSummary{Balance: m.Free(), Frozen: m.Frozen, Growth: m.Growth}
}

// standing tells how far a member is from the next level.
func standing(levels []member.Level, m member.Member) page.Standing {
	s := page.Standing{Level: level(m.Level, true)}
	if next, ok := member.NextLevel(levels, m.Growth); ok {
		to := level(next, false)
		s.Next = &to
		s.Missing, s.Done, s.Span = next.GrowthPoint-m.Growth, max(0, m.Growth-m.Level.GrowthPoint), next.GrowthPoint-m.Level.GrowthPoint
	}
	return s
}

func level(l member.Level, current bool) page.Level {
	return page.Level{Name: l.Name, Growth: l.GrowthPoint, FreeFreightFrom: l.FreeFreightFrom, MemberPrice: l.MemberPrice, Current: current}
}
