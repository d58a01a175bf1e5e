package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Browse lets workers open the home page and item pages in turn for a while, as visitors who are not signed in.
func (b *Buying) Browse(ctx context.Context, d time.Duration, into *Phase) error {
	ctx, cancel := context.WithTimeoutCause(ctx, d+answerTime, errors.New("the pages took too long"))
	defer cancel()
	end := time.Now().Add(d)
	stop := into.start()
	done := make([]int, b.Workers)
	// As html/template writes text.
	escape := strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "+", "&#43;")
	err := inParallel(ctx, b.Workers, b.Workers, func(ctx context.Context, w int) error {
		for i := w; time.Now().Before(end); i++ {
			name, c, must := "home", call{path: "/"}, "</html>"
			if i%2 == 1 {
				s := b.skus[i%len(b.skus)]
				name, c, must = "item", call{host: "item", path: fmt.Sprintf("/%d.html", s.ID)}, escape.Replace(s.Title)
			}
			start := time.Now()
			a, err := b.Shop.want(ctx, c, http.StatusOK, nil)
			if err != nil {
				return err
			}
			into.add(name, time.Since(start))
			if !bytes.Contains(a.body, []byte(must)) || !bytes.Contains(a.body, []byte("</html>")) {
				return fmt.Errorf("%s page %s: %q is not on it", name, c.path, must)
			}
			done[w]++
		}
		return nil
	})
	total := 0
	for _, n := range done {
		total += n
	}
	stop(total)
	return err
}
