package session

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

const (
	onWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
	onIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)

// enter signs a member in with a browser and gives the cookie.
func enter(t *testing.T, m *Manager, id int64, agent string) *http.Cookie {
	t.Helper()
	return visit(t, m, nil, func(c *gin.Context) {
		c.Request.Header.Set("User-Agent", agent)
		require.NoError(t, m.SignIn(c.Writer, c.Request, Member{ID: id, Username: "demo"}, "192.0.2.7"))
	})
}

func with(cookie *http.Cookie) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(cookie)
	return r
}

func list(t *testing.T, m *Manager, cookie *http.Cookie, id int64) []Session {
	t.Helper()
	all, err := m.List(with(cookie), id)
	require.NoError(t, err)
	return all
}

func TestSessionsAreListedForTheirMemberAlone(t *testing.T) {
	m, _ := newManager(t)
	phone, desk := enter(t, m, 7, onIPhone), enter(t, m, 7, onWindows)
	stranger := enter(t, m, 8, onWindows)
	all := list(t, m, phone, 7)
	require.Len(t, all, 2)
	require.True(t, all[0].Current)
	require.Equal(t, "Safari · iPhone", all[0].Device)
	require.Equal(t, "Chrome · Windows", all[1].Device)
	require.Equal(t, "192.0.2.7", all[1].Address)
	require.WithinDuration(t, time.Now(), all[1].Since, time.Minute)

	require.ErrorIs(t, m.End(t.Context(), 8, all[1].ID), apperr.ErrNotFound, "somebody else's")
	require.ErrorIs(t, m.End(t.Context(), 7, "nonsense"), apperr.ErrNotFound)
	_, err := who(t, m, desk)
	require.NoError(t, err)
	require.NoError(t, m.End(t.Context(), 7, all[1].ID))
	_, err = who(t, m, desk)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	require.ErrorIs(t, m.End(t.Context(), 7, all[1].ID), apperr.ErrNotFound, "twice")
	require.Len(t, list(t, m, phone, 7), 1)
	require.Len(t, list(t, m, stranger, 8), 1)

	visit(t, m, phone, func(c *gin.Context) { require.NoError(t, m.SignOut(c.Writer, c.Request)) })
	require.Empty(t, list(t, m, phone, 7), "whoever signs out is off the list")
}

func TestEndOthers(t *testing.T) {
	m, client := newManager(t)
	here := enter(t, m, 7, onWindows)
	var others []*http.Cookie
	for range 60 {
		others = append(others, enter(t, m, 7, onIPhone))
	}
	// A login that has noted itself and has not written its session yet keeps its line, or nobody could end it later.
	require.NoError(t, m.store.note(t.Context(), hash("on the way"), record{ID: 7, Deadline: time.Now().Add(time.Hour), Seen: time.Now()}))
	all := list(t, m, here, 7)
	require.Len(t, all, shown)
	require.True(t, all[0].Current, "the oldest, and yet the first")
	n, err := m.EndOthers(with(here), 7)
	require.NoError(t, err)
	require.Equal(t, 60, n)
	for _, cookie := range others {
		_, err := who(t, m, cookie)
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	}
	_, err = who(t, m, here)
	require.NoError(t, err)
	left, err := client.ZRange(t.Context(), m.store.index(7), 0, -1).Result()
	require.NoError(t, err)
	require.ElementsMatch(t, []string{hash(here.Value), hash("on the way")}, left)
}

func TestSignInAloneEndsTheOthersAndTheOldToken(t *testing.T) {
	m, _ := newManager(t)
	old, other := enter(t, m, 7, onWindows), enter(t, m, 7, onIPhone)
	fresh := visit(t, m, old, func(c *gin.Context) {
		require.NoError(t, m.SignInAlone(c.Writer, c.Request, Member{ID: 7, Username: "demo"}, "192.0.2.1"))
	})
	for _, cookie := range []*http.Cookie{old, other} {
		_, err := who(t, m, cookie)
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	}
	_, err := who(t, m, fresh)
	require.NoError(t, err)
}

func TestALoginThatWasOvertakenBeginsNothing(t *testing.T) {
	m, client := newManager(t)
	cookie := visit(t, m, nil, func(c *gin.Context) {
		err := m.SignInIf(c.Writer, c.Request, Member{ID: 7}, "192.0.2.1", func(context.Context) error {
			n, err := client.Exists(t.Context(), m.store.index(7)).Result()
			require.NoError(t, err)
			require.Equal(t, int64(1), n, "it is asked when others can already find the session")
			return apperr.ErrNotSignedIn
		})
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	})
	require.Nil(t, cookie)
	all, err := m.List(httptest.NewRequest(http.MethodGet, "/", nil), 7)
	require.NoError(t, err)
	require.Empty(t, all)
}

// age makes a session look as if it had been seen some time ago.
func age(t *testing.T, m *Manager, cookie *http.Cookie, by time.Duration) {
	t.Helper()
	r, found, err := m.store.get(t.Context(), hash(cookie.Value))
	require.NoError(t, err)
	require.True(t, found)
	r.Seen = r.Seen.Add(-by)
	body, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, m.store.client.Set(t.Context(), m.store.key(hash(cookie.Value)), body, time.Hour).Err())
}

func TestASessionIsSeenAndBringsNobodyBack(t *testing.T) {
	m, client := newManager(t)
	cookie := enter(t, m, 7, onWindows)
	age(t, m, cookie, time.Hour)
	require.NoError(t, client.Del(t.Context(), m.store.index(7)).Err(), "as for a session of a release without an index")
	_, err := who(t, m, cookie)
	require.NoError(t, err)
	all := list(t, m, cookie, 7)
	require.Len(t, all, 1, "its first use has put it into the index")
	require.WithinDuration(t, time.Now(), all[0].Seen, time.Minute)
	left, err := client.TTL(t.Context(), m.store.key(hash(cookie.Value))).Result()
	require.NoError(t, err)
	require.InDelta(t, time.Hour.Seconds(), left.Seconds(), 60, "being seen does not make it live longer")

	r, _, err := m.store.get(t.Context(), hash(cookie.Value))
	require.NoError(t, err)
	require.NoError(t, m.End(t.Context(), 7, hash(cookie.Value)))
	require.NoError(t, m.store.touch(t.Context(), hash(cookie.Value), r), "seen in one copy while another ended it")
	_, err = who(t, m, cookie)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)
}

func TestTheIndexForgetsByItself(t *testing.T) {
	m, client := newManager(t)
	require.NoError(t, m.store.note(t.Context(), hash("long gone"), record{ID: 7, Deadline: time.Now().Add(-time.Hour), Seen: time.Now().Add(-25 * time.Hour)}))
	cookie := enter(t, m, 7, onWindows)
	left, err := client.ZRange(t.Context(), m.store.index(7), 0, -1).Result()
	require.NoError(t, err)
	require.Equal(t, []string{hash(cookie.Value)}, left)
	ttl, err := client.TTL(t.Context(), m.store.index(7)).Result()
	require.NoError(t, err)
	require.InDelta(t, lifetime.Seconds(), ttl.Seconds(), 60)
}

// However logins and sweeps fall together, every session that lives afterwards can be found, and so ended.
func TestNoSessionEscapesTheIndex(t *testing.T) {
	m, _ := newManager(t)
	here := enter(t, m, 7, onWindows)
	var mu sync.Mutex
	var cookies []*http.Cookie
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			cookie := enter(t, m, 7, onIPhone)
			mu.Lock()
			defer mu.Unlock()
			cookies = append(cookies, cookie)
		})
		wg.Go(func() {
			_, err := m.EndOthers(with(here), 7)
			require.NoError(t, err)
		})
	}
	wg.Wait()
	_, err := m.EndOthers(with(here), 7)
	require.NoError(t, err)
	for _, cookie := range cookies {
		_, err := who(t, m, cookie)
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	}
}

func TestDevicesInShortWords(t *testing.T) {
	for agent, want := range map[string]string{
		onWindows: "Chrome · Windows",
		onIPhone:  "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0":                                                                "Edge · Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0":                                                                                                         "Firefox · macOS",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49.2600(0x2800313D) WeChat/arm64 Weixin": "WeChat · Android",
		"curl/8.5.0": "curl", "": "", "<script>alert(1)</script>": "",
	} {
		require.Equal(t, want, device(agent), agent)
	}
}
