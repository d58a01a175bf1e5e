-- +goose Up
-- What came back with a refund, once for a return: the points that had paid, and the gifts that were taken back as far as the member still
-- had them.
CREATE TABLE ums_order_return (
    return_id    BIGINT      NOT NULL PRIMARY KEY,
    order_sn     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    member_id    BIGINT      NOT NULL,
    points       BIGINT      NOT NULL,
    take_points  BIGINT      NOT NULL,
    taken_points BIGINT      NOT NULL,
    take_growth  BIGINT      NOT NULL,
    taken_growth BIGINT      NOT NULL,
    created_at   DATETIME(3) NOT NULL,
    KEY idx_order (order_sn),
    CHECK (points >= 0 AND taken_points BETWEEN 0 AND take_points AND taken_growth BETWEEN 0 AND take_growth)
) CHARACTER SET utf8mb4;
